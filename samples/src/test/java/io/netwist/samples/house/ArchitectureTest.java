/* SPDX-License-Identifier: MIT */
package io.netwist.samples.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house that the compiler does not know. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.netwist");

    private static final String DEFERRED = "io.netwist.deferred..";
    private static final String BRIDGE = "io.netwist.bridge..";
    private static final String PROTOCOLS = "io.netwist.protocols..";
    private static final String APPLICATION = "io.netwist.application..";
    private static final String SERVICES = "io.netwist.services..";
    private static final String LAUNCHER = "io.netwist.netwistd..";
    private static final String SAMPLES = "io.netwist.samples..";

    @Test
    void importsFlowOneWay() {
        noClasses()
                .that()
                .resideInAPackage(DEFERRED)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BRIDGE, PROTOCOLS, APPLICATION, SERVICES, LAUNCHER, SAMPLES)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage(BRIDGE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROTOCOLS, APPLICATION, SERVICES, LAUNCHER, SAMPLES)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage(PROTOCOLS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APPLICATION, SERVICES, LAUNCHER, SAMPLES)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage(APPLICATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROTOCOLS, SERVICES, LAUNCHER, SAMPLES)
                .allowEmptyShould(true)
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(SERVICES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LAUNCHER, SAMPLES)
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netwist.deferred.(**)",
                "io.netwist.bridge.(**)",
                "io.netwist.protocols.(**)",
                "io.netwist.application.(**)",
                "io.netwist.services.(**)",
                "io.netwist.netwistd.(**)"
            })
    void packagesHaveNoCycles(String packages) {
        slices().matching(packages)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    /** A root package and those below it: the pattern above only compares the ones below. */
    @Test
    void rootPackagesHaveNoCyclesWithThoseBelow() {
        slices().matching("io.netwist.(*)..").should().beFreeOfCycles().check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.netwist.bridge.address",
                        "io.netwist.bridge.error",
                        "io.netwist.bridge.stream",
                        "io.netwist.bridge.datagram",
                        "io.netwist.bridge.tls",
                        "io.netwist.bridge.resolve",
                        "io.netwist.bridge.process",
                        "io.netwist.bridge.posix")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netwist.bridge")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.netwist.bridge")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netwist.bridge.endpoint", "io.netwist.bridge.netty", "io.netwist.bridge.testing")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.netwist.deferred.time")
                .should()
                .dependOnClassesThat(describe(
                        "are ours and elsewhere",
                        type -> type.getPackageName().startsWith("io.netwist.")
                                && !type.getPackageName().equals("io.netwist.deferred.time")))
                .check(HOUSE);
    }

    @Test
    void nettysChannelsStopAtTheSeam() {
        noClasses()
                .that()
                .resideInAPackage(BRIDGE)
                .and()
                .resideOutsideOfPackage("io.netwist.bridge.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
                .check(HOUSE);
    }

    @Test
    void nothingSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
        Set<String> packages =
                HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                                .as(name)
                                .isTrue());
    }

    /** Somebody who imports both should not have to write one of them in full. */
    @Test
    void noPublicTypeIsNamedAsOneOfTheJdk() throws IOException {
        Set<String> taken = new TreeSet<>();
        FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
        for (String each : List.of("lang", "util/function", "util/concurrent", "net", "io")) {
            try (Stream<Path> files = Files.list(jdk.getPath("modules/java.base/java", each))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && name.indexOf('$') < 0)
                        .forEach(name -> taken.add(name.substring(0, name.length() - ".class".length())));
            }
        }
        assertThat(taken).contains("Runnable", "Consumer", "Future", "Socket", "Reader");
        classes()
                .that()
                .haveModifier(JavaModifier.PUBLIC)
                .and(describe("are not nested", type -> type.getEnclosingClass().isEmpty()))
                .should()
                .haveSimpleNameNotContaining("Impl")
                .andShould(new ArchCondition<>("have a name of their own") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (taken.contains(type.getSimpleName())) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " has the name of a type of the JDK"));
                        }
                    }
                })
                .check(HOUSE);
    }
}
