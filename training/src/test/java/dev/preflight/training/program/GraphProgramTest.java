package dev.preflight.training.program;

import static dev.preflight.training.Mistakes.answered;

import dev.preflight.training.JavaExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphProgramTest {

  @TempDir Path directory;

  @Test
  void damagedGraphFiles_areRefused() throws IOException {
    GraphDescriptor descriptor = JavaExample.descriptor("train", null);
    Path file = directory.resolve("net.pb");
    Runnable load = () -> GraphProgram.load(descriptor, directory, "net");

    answered(load, "there is no file", "relative to the descriptor");
    Files.write(file, new byte[0]);
    answered(load, "holds no ops", "GraphDef");
    JavaExample.adam(directory);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    answered(load, "is not a binary GraphDef, or is cut off", "toGraphDef");
    Files.writeString(file, "PK\u0003\u0004 this is a zip file, or so it says");
    answered(load, "net.pb'", "graph.toGraphDef()");
    // A node's name of length -1, on which protobuf's reader of streams breaks.
    Files.write(file, HexFormat.of().parseHex("0a430affffffffffffffff01"));
    answered(load, "is not a binary GraphDef, or is cut off", "toGraphDef");
    Files.delete(file);
    Files.createDirectory(file);
    answered(load, "cannot load the SavedModel", "saved_model.pb");
  }

  @Test
  void graphThatIsNoFileName_isRefused() {
    GraphDescriptor descriptor =
        new GraphDescriptor(
            "net\0.pb",
            null,
            null,
            "x",
            "y",
            "loss",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    answered(
        () -> GraphProgram.load(descriptor, directory, "net"),
        "is no file name",
        "give the path of");
  }
}
