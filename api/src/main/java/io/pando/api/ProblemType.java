package io.pando.api;

import java.util.Locale;

/** Every kind of problem that the API answers with. The names are stable: clients may rely on them. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    INVALID_REQUEST(422, "The request is not valid"),
    INVALID_IMAGE(422, "The disk image cannot be used"),
    NOT_SIGNED_IN(401, "Not signed in"),
    WRONG_CREDENTIALS(401, "Wrong name or password"),
    SECOND_FACTOR_NEEDED(401, "A one-time code is needed"),
    WRONG_CODE(401, "Wrong one-time code"),
    PROVIDER_REFUSED(401, "The sign-in provider refused"),
    CREDENTIAL_EXPIRED(401, "The credential has expired"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NAME_TAKEN(409, "The name is taken"),
    WRONG_STATE(409, "Not possible in the present state"),
    BUSY(409, "Another job is at work on it"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key was used for another request"),
    IN_USE(409, "Still in use"),
    QUOTA_EXCEEDED(409, "The quota does not allow it"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Media type not supported"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Pando failed"),
    BUILDER_FAILED(502, "The builder came to no result"),
    DOWNLOAD_FAILED(502, "The file could not be downloaded"),
    HOST_REFUSED(502, "The host refused"),
    PROVIDER_UNREACHABLE(502, "The sign-in provider does not answer"),
    GUEST_UNREACHABLE(502, "The guest does not answer"),
    HOST_UNREACHABLE(503, "The host does not answer"),
    NO_CAPACITY(507, "No host has room");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** HTTP status that goes with this kind of problem. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The code of the type, for example {@code name-taken}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The {@code type} member of the problem document (RFC 9457, section 3.1.1). */
    public String uri() {
        return "urn:pando:problem:" + code();
    }
}
