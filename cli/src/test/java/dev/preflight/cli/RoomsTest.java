package dev.preflight.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** The rooms of docs/architecture.md: what stands in which, and who may look in. */
class RoomsTest {

  /** Most classes in a room; {@code schedules} has one of small functions that all look alike. */
  private static final int MOST = 30;

  @Test
  void theRoomsAreThese() {
    assertThat(House.occupants().keySet()).containsExactlyInAnyOrderElementsOf(House.ROOMS);
  }

  @Test
  void theRoomsAreInTheDocs() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    for (String room : House.ROOMS) {
      String last = room.substring(room.lastIndexOf('.') + 1);
      assertThat(page).as(room).containsAnyOf("`" + room + "`", "`." + last + "`");
    }
  }

  @Test
  void noRoomIsAHall() {
    House.occupants()
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
                .filter(d -> d.getTargetClass().getPackageName().startsWith(House.PACKAGE))
                .filter(d -> !House.module(d.getTargetClass()).equals(House.module(type)))
                .filter(d -> !House.isFront(d.getTargetClass()))
                .forEach(d -> events.add(SimpleConditionEvent.violated(type, d.getDescription())));
          }
        };
    classes().should(enterProperly).check(House.CLASSES);
  }

  @Test
  void frontDoorsExist() {
    Map<String, Set<String>> occupants = House.occupants();
    House.FRONT_DOORS.forEach(
        (room, names) -> assertThat(occupants.get(room)).as(room).containsAll(names));
  }

  @ParameterizedTest
  @MethodSource("dev.preflight.cli.House#innerDoors")
  void innerRooms_areSeenByTheirNeighboursOnly(List<String> roomAndNeighbours) {
    String room = roomAndNeighbours.get(0);
    String module = House.moduleOf(room);
    String[] allowed =
        roomAndNeighbours.stream().map(r -> House.PACKAGE + r).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(House.PACKAGE + module + "..")
        .and(not(resideInAnyPackage(allowed)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(House.PACKAGE + room)
        .check(House.CLASSES);
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
            House.CLASSES.stream()
                .filter(c -> c.isAssignableTo(Check.class) && !c.isInterface())
                .filter(c -> ids.contains(idOf(c)))
                .map(House::room))
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
        .resideOutsideOfPackage(House.PACKAGE + "training..") // A graph file is a program too.
        .should()
        .resideInAnyPackage(House.PACKAGE + "examples.nets", House.PACKAGE + "examples.faults")
        .check(House.CLASSES);
  }

  @Test
  void commands_standInTheirRoom() {
    classes()
        .that()
        .areAnnotatedWith(Command.class)
        .and()
        .areTopLevelClasses()
        .should()
        .resideInAnyPackage(
            House.PACKAGE + "cli.command",
            House.PACKAGE + "cli.machine",
            House.PACKAGE + "cli.result",
            House.PACKAGE + "cli.catalogue",
            House.PACKAGE + "cli.study")
        .check(House.CLASSES);
  }

  @Test
  void renderers_standInTheirRoom() {
    assertThat(
            House.CLASSES.stream()
                .filter(c -> House.module(c).equals("reports") && c.isTopLevelClass())
                .filter(
                    c ->
                        c.getMethods().stream()
                            .anyMatch(
                                m -> m.getName().equals("render") && !m.getOwner().isInterface()))
                .filter(c -> !c.getSimpleName().matches("Jte.*Generated"))
                .map(House::room)
                .distinct())
        .containsExactly("reports.render");
  }

  @Test
  void readers_standInTheirRoom() {
    assertThat(
            House.CLASSES.stream()
                .filter(c -> House.module(c).equals("training") && c.isTopLevelClass())
                .filter(c -> c.getSimpleName().matches(".*(Reader|Folder|File|Files)"))
                .map(House::room)
                .distinct())
        .containsOnly(
            "training.data.source",
            "training.data.format",
            "training.data.image",
            "training.events");
  }
}
