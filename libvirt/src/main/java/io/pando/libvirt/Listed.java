package io.pando.libvirt;

import java.util.List;

/** What the small numbers of libvirt's enumerations stand for. */
final class Listed {
    /** For numbers of reasons and details that are newer than this package. */
    static final String UNKNOWN = "unknown";

    private Listed() {}

    /** The element of a number; a number that is newer than the list has another. */
    static <T> T at(List<T> list, int number, T otherwise) {
        return number >= 0 && number < list.size() ? list.get(number) : otherwise;
    }
}
