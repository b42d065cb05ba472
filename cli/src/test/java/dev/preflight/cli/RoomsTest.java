package dev.preflight.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** The rooms of docs/architecture.md: what stands in which, and who may look in. */
class RoomsTest {

  private static final String HOUSE = "dev.preflight.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.preflight");

  /** Every room there is. A new one is added here and to docs/architecture.md. */
  private static final Set<String> ROOMS =
      Set.of(
          "training",
          "training.program",
          "training.tensor",
          "training.graph",
          "training.optimizer",
          "training.data",
          "training.data.source",
          "schedules",
          "sanity",
          "sanity.check",
          "sanity.loss",
          "sanity.data",
          "sanity.graph",
          "sanity.micro",
          "sanity.curves",
          "tuner.runs",
          "tuner.finder",
          "tuner.search",
          "tuner.comparison",
          "tuner.schedule",
          "reports",
          "reports.text",
          "reports.chart",
          "reports.render",
          "examples.nets",
          "examples.layers",
          "examples.lessons",
          "examples.faults",
          "cli",
          "cli.command",
          "cli.process");

  /** Most classes in a room; {@code schedules} has one of small functions that all look alike. */
  private static final int MOST = 30;

  /**
   * The front doors: all that other modules may see. A room that is not named here is seen by its
   * own module alone.
   */
  private static final Map<String, Set<String>> FRONT_DOORS =
      Map.ofEntries(
          Map.entry(
              "training",
              Set.of(
                  "TrainingGraph",
                  "Trainer",
                  "Snapshot",
                  "Evaluation",
                  "Mode",
                  "Task",
                  "Progress",
                  "TrainingBatches",
                  "Accuracy")),
          Map.entry(
              "training.program",
              Set.of(
                  "TrainingProgram",
                  "Ends",
                  "Setup",
                  "Hyperparameters",
                  "Augmentation",
                  "GraphDescriptor",
                  "GraphProgram",
                  "Programs")),
          Map.entry("training.tensor", Set.of("Device", "TensorFlowInfo")),
          Map.entry("training.optimizer", Set.of("Optimizer", "StepSettings")),
          Map.entry(
              "training.data",
              Set.of(
                  "ArraySpec",
                  "Batch",
                  "BatchOrder",
                  "Dataset",
                  "ElementType",
                  "HostArray",
                  "InputException",
                  "TrainingData")),
          Map.entry("training.data.source", Set.of("DataSpec")),
          Map.entry(
              "schedules",
              Set.of(
                  "PlannedSchedule",
                  "Run",
                  "Schedule",
                  "ScheduleSpec",
                  "ScheduleSyntaxException",
                  "ScheduleTable",
                  "Schedules")),
          Map.entry("sanity", Set.of("Checks")),
          Map.entry("sanity.check", Set.of("CheckInfo", "CheckupOptions", "Profile")),
          Map.entry("tuner.runs", Set.of("RunStore", "RunOptions", "Length")),
          Map.entry("tuner.finder", Set.of("LearningRateFinder", "FinderOptions", "FinderResult")),
          Map.entry("tuner.search", Set.of("LearningRateSearch", "SearchOptions", "SearchResult")),
          Map.entry(
              "tuner.comparison",
              Set.of("ScheduleComparison", "ComparisonOptions", "ComparisonResult")),
          Map.entry("tuner.schedule", Set.of("ScheduleReport")),
          Map.entry(
              "reports",
              Set.of(
                  "Advice",
                  "Call",
                  "DocumentBuilder",
                  "Verb",
                  "Chart",
                  "ChartBuilder",
                  "DocumentException",
                  "Finding",
                  "Json",
                  "NextStep",
                  "Provenance",
                  "Report",
                  "ResultDocument",
                  "Status",
                  "Table",
                  "Verdict")),
          Map.entry("reports.text", Set.of("Numbers", "Sentence", "Text")),
          Map.entry(
              "reports.render",
              Set.of(
                  "ConsoleReport", "HtmlReport", "JunitXmlReport", "MarkdownReport", "SvgPicture")),
          Map.entry("cli", Set.of("Preflight")));

  /** Inside a module: rooms that only these rooms may see. */
  private static Stream<List<String>> innerDoors() {
    return Stream.of(
        List.of("training.graph", "training", "training.program", "training.optimizer"),
        List.of("training.data.source", "training.program"),
        List.of("reports.chart", "reports.render"),
        List.of("sanity.loss", "sanity.data", "sanity.graph", "sanity.micro"),
        List.of("sanity.data", "sanity"),
        List.of("sanity.graph", "sanity"),
        List.of("sanity.micro", "sanity"),
        List.of("sanity.curves", "sanity"),
        List.of("tuner.finder"),
        List.of("tuner.comparison"),
        List.of("cli.command", "cli"));
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.preflight") ? "" : name.substring(HOUSE.length());
  }

  private static String module(JavaClass type) {
    return moduleOf(room(type));
  }

  private static String moduleOf(String room) {
    int dot = room.indexOf('.');
    return dot < 0 ? room : room.substring(0, dot);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(RoomsTest::outermost).orElse(type);
  }

  private static Map<String, Set<String>> occupants() {
    Map<String, Set<String>> occupants = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      String name = outermost(type).getSimpleName();
      boolean ours = !name.equals("package-info") && !name.matches("Jte.*Generated");
      if (ours && !module(type).equals("benchmarks")) {
        occupants.computeIfAbsent(room(type), k -> new TreeSet<>()).add(name);
      }
    }
    return occupants;
  }

  @Test
  void theRoomsAreThese() {
    assertThat(occupants().keySet()).containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  void theRoomsAreInTheDocs() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    for (String room : ROOMS) {
      String last = room.substring(room.lastIndexOf('.') + 1);
      assertThat(page).as(room).containsAnyOf("`" + room + "`", "`." + last + "`");
    }
  }

  @Test
  void noRoomIsAHall() {
    occupants()
        .forEach(
            (room, names) -> {
              if (!room.equals("schedules")) {
                assertThat(names).as("classes in " + room).hasSizeLessThanOrEqualTo(MOST);
              }
            });
  }

  @Test
  void otherModules_enterByTheFrontDoors() {
    ArchCondition<JavaClass> enterProperly =
        new ArchCondition<>("use of other modules only what stands in their front doors") {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            type.getDirectDependenciesFromSelf().stream()
                .filter(d -> d.getTargetClass().getPackageName().startsWith(HOUSE))
                .filter(d -> !module(d.getTargetClass()).equals(module(type)))
                .filter(d -> !isFront(d.getTargetClass()))
                .forEach(d -> events.add(SimpleConditionEvent.violated(type, d.getDescription())));
          }
        };
    classes().should(enterProperly).check(CLASSES);
  }

  private static boolean isFront(JavaClass type) {
    return FRONT_DOORS.getOrDefault(room(type), Set.of()).contains(outermost(type).getSimpleName());
  }

  @Test
  void frontDoorsExist() {
    Map<String, Set<String>> occupants = occupants();
    FRONT_DOORS.forEach(
        (room, names) -> assertThat(occupants.get(room)).as(room).containsAll(names));
  }

  @ParameterizedTest
  @MethodSource("innerDoors")
  void innerRooms_areSeenByTheirNeighboursOnly(List<String> roomAndNeighbours) {
    String room = roomAndNeighbours.get(0);
    String module = moduleOf(room);
    String[] allowed = roomAndNeighbours.stream().map(r -> HOUSE + r).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(HOUSE + module + "..")
        .and(not(resideInAnyPackage(allowed)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HOUSE + room)
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({"D, sanity.data", "G, sanity.graph", "M, sanity.micro", "R, sanity.curves"})
  void aCheckStandsInTheRoomOfItsLetter(String letter, String room) {
    Set<String> ids =
        Checks.catalogue().stream()
            .filter(info -> info.id().startsWith(letter))
            .map(CheckInfo::id)
            .collect(Collectors.toSet());
    assertThat(ids).isNotEmpty();
    assertThat(
            CLASSES.stream()
                .filter(c -> c.isAssignableTo(Check.class) && !c.isInterface())
                .filter(c -> ids.contains(idOf(c)))
                .map(RoomsTest::room))
        .containsOnly(room)
        .hasSameSizeAs(ids);
  }

  private static String idOf(JavaClass check) {
    try {
      var constructor = check.reflect().getDeclaredConstructor();
      constructor.setAccessible(true);
      return ((Check) constructor.newInstance()).info().id();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(check.getName() + " must have a constructor without arguments", e);
    }
  }

  @Test
  void programs_standInNetsAndFaults() {
    DescribedPredicate<JavaClass> program =
        DescribedPredicate.describe(
            "programs of ours", c -> c.isAssignableTo(TrainingProgram.class) && !c.isInterface());
    classes()
        .that(program)
        .and()
        .resideOutsideOfPackage(HOUSE + "training..") // A graph file is a program too.
        .should()
        .resideInAnyPackage(HOUSE + "examples.nets", HOUSE + "examples.faults")
        .check(CLASSES);
  }

  @Test
  void commands_standInTheirRoom() {
    classes()
        .that()
        .areAnnotatedWith(Command.class)
        .and()
        .areTopLevelClasses()
        .should()
        .resideInAPackage(HOUSE + "cli.command")
        .check(CLASSES);
  }

  @Test
  void renderers_standInTheirRoom() {
    assertThat(
            CLASSES.stream()
                .filter(c -> module(c).equals("reports") && c.isTopLevelClass())
                .filter(
                    c ->
                        c.getMethods().stream()
                            .anyMatch(
                                m -> m.getName().equals("render") && !m.getOwner().isInterface()))
                .filter(c -> !c.getSimpleName().matches("Jte.*Generated"))
                .map(RoomsTest::room)
                .distinct())
        .containsExactly("reports.render");
  }

  @Test
  void readers_standInTheirRoom() {
    assertThat(
            CLASSES.stream()
                .filter(c -> module(c).equals("training") && c.isTopLevelClass())
                .filter(c -> c.getSimpleName().matches(".*(Reader|Folder|File|Files)"))
                .map(RoomsTest::room)
                .distinct())
        .containsExactly("training.data.source");
  }
}
