package io.pando.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a class of tests on SQLite and on PostgreSQL. Its constructor takes a {@link TestDatabase}, an empty one for the class on
 * either.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "on {0}")
@ArgumentsSource(EachDatabase.Both.class)
public @interface EachDatabase {

    /** One of each. */
    final class Both implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            // Lazily: the second is made when the tests on the first have ended.
            return Stream.of(true, false)
                    .map(embedded -> embedded
                            ? Arguments.of(Named.of("SQLite", TestDatabase.sqlite()))
                            : Arguments.of(Named.of("PostgreSQL", TestDatabase.postgresql())));
        }
    }
}
