package dev.preflight.training.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks the fields of one protocol-buffer message in a stretch of a byte array. */
final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final ByteBuffer in;
  private int field;
  private int wire;

  private ProtoReader(ByteBuffer in) {
    this.in = in;
  }

  static ProtoReader of(byte[] message) {
    return new ProtoReader(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws IOException {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (field == 0) {
      throw new IOException("field number 0 at byte " + in.position());
    }
    return true;
  }

  /** Whether the current field has this number and wire type. */
  boolean is(int wantedField, int wantedWire) {
    return field == wantedField && wire == wantedWire;
  }

  int remaining() {
    return in.remaining();
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than 10 bytes at byte " + in.position());
  }

  float fixed32() throws IOException {
    need(4);
    return in.getFloat();
  }

  /** The current length-delimited field as a message of its own. */
  ProtoReader message() throws IOException {
    int length = length();
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return new ProtoReader(part);
  }

  byte[] bytes() throws IOException {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return bytes;
  }

  void skip() throws IOException {
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> {
        need(8);
        in.position(in.position() + 8);
      }
      case BYTES -> {
        int length = length();
        in.position(in.position() + length);
      }
      case FIXED32 -> {
        need(4);
        in.position(in.position() + 4);
      }
      default -> throw new IOException("wire type " + wire + " at byte " + in.position());
    }
  }

  private int length() throws IOException {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new IOException(
          "a field of " + length + " bytes where " + in.remaining() + " are left");
    }
    return (int) length;
  }

  private void need(int bytes) throws IOException {
    if (in.remaining() < bytes) {
      throw new IOException("the message ends inside a field");
    }
  }
}
