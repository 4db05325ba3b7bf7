package io.pando.access;

import io.pando.api.TokenRight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States what a caller needs in order to use an endpoint. Every method that answers HTTP requests carries it; one without it is
 * refused to everybody.
 *
 * <p>A caller with an API token also needs one of the rights of {@link #token()} on it. An endpoint that names none answers only tokens
 * that have all rights.
 *
 * <p>Whether the caller may use the object that the request names is decided by the service, which answers "not found" for
 * somebody else's.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Right value();

    /** The rights of which a token needs one; not looked at where anyone may ask. */
    TokenRight[] token() default {};
}
