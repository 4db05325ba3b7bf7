package io.pando.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States that an endpoint is costly to answer, so that an account may use it only so often. Endpoints that answer strangers are limited
 * without saying so, each address by itself.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Costs {
    /** How many requests one counts as, of those that {@code pando.access.requests-per-minute} allows. */
    int value();
}
