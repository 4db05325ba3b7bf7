package io.pando.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

class EndpointsTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pando");

    @Test
    void sayWhatTheyRequire() {
        methods()
                .that()
                .areAnnotatedWith(RequestMapping.class)
                .or()
                .areMetaAnnotatedWith(RequestMapping.class)
                .should()
                .beAnnotatedWith(Requires.class)
                .check(classes);
    }

    /** A token with few rights must not reach an endpoint only because nobody thought of tokens there. */
    @Test
    void sayWhichRightsATokenNeeds() {
        methods()
                .that()
                .areAnnotatedWith(Requires.class)
                .should(nameARightOfTokens())
                .check(classes);
    }

    private static ArchCondition<JavaMethod> nameARightOfTokens() {
        return new ArchCondition<>("name a right that tokens need, unless anyone may ask") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Requires requires = method.getAnnotationOfType(Requires.class);
                boolean said = requires.value() == Right.ANYONE || requires.token().length > 0;
                events.add(new SimpleConditionEvent(
                        method,
                        said,
                        method.getFullName() + (said ? " says" : " does not say") + " what a token needs"));
            }
        };
    }
}
