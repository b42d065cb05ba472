package dev.preflight.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/architecture.md. */
class ArchitectureTest {
  private static final String HOUSE = "dev.preflight.";

  /** What every module may use: the JDK, and annotations that do nothing at run time. */
  private static final String[] EVERYWHERE = {"java..", "javax..", "org.jspecify.annotations.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.preflight");

  @ParameterizedTest
  @CsvSource({
    "training, 60",
    "schedules, 40",
    "sanity, 40",
    "tuner, 10",
    "recipe, 5",
    "reports, 30",
    "examples, 3",
    "cli, 20"
  })
  void theRulesSeeTheClasses(String module, int atLeast) {
    assertThat(CLASSES.stream().filter(c -> isIn(c, module)).count())
        .isGreaterThanOrEqualTo(atLeast);
  }

  private static boolean isIn(JavaClass type, String module) {
    return (type.getPackageName() + ".").startsWith(HOUSE + module + ".");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "reports, -",
        "schedules, -",
        "training, -",
        "sanity, training reports",
        "tuner, training reports schedules",
        "recipe, training reports schedules sanity tuner",
        "examples, training"
      })
  void aModuleDependsOnItsOwnAndThoseBelow(String module, String below) {
    String[] allowed =
        Stream.of((module + " " + (below == null ? "" : below)).split(" "))
            .map(m -> HOUSE + m + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(HOUSE + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.preflight..").and(not(resideInAnyPackage(allowed))))
        .check(CLASSES);
  }

  @Test
  void schedules_useNothingOfOurs_andOfOthersWordDistancesOnly() {
    classes()
        .that()
        .resideInAPackage(HOUSE + "schedules..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(with(HOUSE + "schedules..", "org.apache.commons.text.."))
        .check(CLASSES);
  }

  private static String[] with(String... more) {
    return Stream.concat(Arrays.stream(EVERYWHERE), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void tensorFlow_isSeenByTrainingAndExamplesOnly() {
    onlyIn("org.tensorflow..", "training", "examples");
    onlyIn("org.bytedeco..", "training");
    onlyIn("com.google.protobuf..", "training", "examples");
  }

  @Test
  void commonsMath_isSeenByTunerOnly() {
    onlyIn("org.apache.commons.math3..", "tuner");
    onlyIn("org.apache.commons.numbers..", "tuner.study");
  }

  @Test
  void databases_areSeenByTheStorageOfStudiesOnly() {
    onlyIn("java.sql..", "tuner.study.storage");
    onlyIn("org.sqlite..", "tuner.study.storage");
  }

  @Test
  void studies_knowNothingOfWhatIsTuned() {
    noClasses()
        .that()
        .resideInAPackage(HOUSE + "tuner.study..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.preflight..").and(not(resideInAPackage(HOUSE + "tuner.study.."))))
        .check(CLASSES);
  }

  @Test
  void reportLibraries_areSeenByReportsOnly() {
    onlyIn("org.jfree..", "reports");
    onlyIn("gg.jte..", "reports");
    onlyIn("com.fasterxml.jackson.databind..", "reports");
    onlyIn("com.fasterxml.jackson.core..", "reports", "tuner.study.json", "training.events");
  }

  @Test
  void picocli_isSeenByCliOnly() {
    onlyIn("picocli..", "cli");
  }

  private static void onlyIn(String library, String... modules) {
    String[] packages = Arrays.stream(modules).map(m -> HOUSE + m + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.preflight.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandSpeaks() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + "cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .callMethodWhere(target(owner(name("java.lang.System"))).and(target(name("exit"))))
        .orShould()
        .callMethodWhere(target(owner(name("java.lang.Runtime"))).and(target(name("exit"))))
        .orShould()
        .callMethodWhere(target(owner(name("java.lang.Runtime"))).and(target(name("halt"))))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "utils", "common", "impl", "manager", "helper", "misc"})
  void noPackageIsADrawer(String drawer) {
    noClasses().should().resideInAPackage(".." + drawer + "..").check(CLASSES);
  }
}
