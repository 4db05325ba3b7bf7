package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Named values of several types: an array of {@code virTypedParameter}, copied. Only whole numbers and strings are kept. */
final class TypedParameters {
    private static final long SIZE = 96;
    private static final long TYPE = 80;
    private static final long VALUE = 88;
    private static final int TYPE_INT = 1;
    private static final int TYPE_UINT = 2;
    private static final int TYPE_LLONG = 3;
    private static final int TYPE_ULLONG = 4;
    private static final int TYPE_STRING = 7;

    private final Map<String, Object> values = new HashMap<>();

    private TypedParameters() {}

    /**
     * Writes parameters, as an array for a call.
     *
     * @param named names with values; a name may be there more than once
     */
    static MemorySegment write(Arena arena, List<Map.Entry<String, String>> named) {
        var array = arena.allocate(named.size() * SIZE, LONG.byteAlignment());
        long at = 0;
        for (var parameter : named) {
            array.setString(at, parameter.getKey());
            array.set(INT, at + TYPE, TYPE_STRING);
            array.set(POINTER, at + VALUE, Native.text(arena, parameter.getValue()));
            at += SIZE;
        }
        return array;
    }

    static TypedParameters read(MemorySegment array, int count) {
        var parameters = new TypedParameters();
        var view = array.reinterpret(count * SIZE);
        for (long at = 0; at < count * SIZE; at += SIZE) {
            var value = value(view, at);
            if (value != null) {
                parameters.values.put(view.getString(at), value);
            }
        }
        return parameters;
    }

    private static @Nullable Object value(MemorySegment view, long at) {
        return switch (view.get(INT, at + TYPE)) {
            case TYPE_INT -> (long) view.get(INT, at + VALUE);
            case TYPE_UINT -> Integer.toUnsignedLong(view.get(INT, at + VALUE));
            case TYPE_LLONG, TYPE_ULLONG -> view.get(LONG, at + VALUE);
            case TYPE_STRING -> Native.textAt(view.get(POINTER, at + VALUE));
            default -> null;
        };
    }

    OptionalLong number(String name) {
        return values.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** A number that libvirt gives in KiB, in bytes. */
    OptionalLong kibibytes(String name) {
        return values.get(name) instanceof Long number ? OptionalLong.of(number * 1024) : OptionalLong.empty();
    }

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }
}
