package io.pando.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

@Tag("fast")
class NativeLibraryTest {
    /** libvirt's own description of its functions, from Debian's libvirt-dev. */
    private static final List<Path> DESCRIPTIONS = List.of(
            Path.of("/usr/share/libvirt/api/libvirt-api.xml"), Path.of("/usr/share/libvirt/api/libvirt-qemu-api.xml"));

    @Test
    void declaresEachFunctionAsLibvirtDescribesIt() throws Exception {
        assertThat(DESCRIPTIONS)
                .as("libvirt-dev is not installed: dev/install test")
                .allMatch(Files::exists);
        var described = new HashMap<String, List<String>>();
        for (var description : DESCRIPTIONS) {
            described.putAll(signatures(description));
        }

        var differences = new TreeMap<String, String>();
        declared().forEach((name, handle) -> {
            if (!carriers(handle).equals(described.get(name))) {
                differences.put(name, carriers(handle) + " but libvirt says " + described.get(name));
            }
        });

        assertThat(differences).isEmpty();
        assertThat(declared()).hasSizeGreaterThan(90);
    }

    @Test
    void saysWhatToInstallWhenTheLibraryIsMissing() {
        var symbols = NativeLibrary.library("libvirt-is-not-there.so.0");
        var function = NativeLibrary.bind(
                symbols, "virGetVersion", FunctionDescriptor.of(NativeLibrary.INT, NativeLibrary.POINTER));

        assertThatThrownBy(() -> {
                    int _ = (int) function.invokeExact(MemorySegment.NULL);
                })
                .isInstanceOf(LibvirtException.class)
                .hasMessageContaining("virGetVersion")
                .hasMessageContaining("apt-get install libvirt0")
                .extracting(e -> ((LibvirtException) e).code())
                .isEqualTo(ErrorCode.LIBRARY_MISSING);
    }

    private static Map<String, MethodHandle> declared() {
        var handles = new TreeMap<String, MethodHandle>();
        for (var field : NativeLibrary.class.getDeclaredFields()) {
            if (field.getType() == MethodHandle.class
                    && Modifier.isStatic(field.getModifiers())
                    && field.getName().startsWith("vir")) {
                try {
                    handles.put(field.getName(), (MethodHandle) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return handles;
    }

    private static List<String> carriers(MethodHandle handle) {
        return Stream.concat(Stream.of(handle.type().returnType()), handle.type().parameterList().stream())
                .map(type -> type == MemorySegment.class ? "pointer" : type.getSimpleName())
                .toList();
    }

    private static Map<String, List<String>> signatures(Path description) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(description.toFile());
        var functions = document.getElementsByTagName("function");
        var signatures = new HashMap<String, List<String>>();
        for (int i = 0; i < functions.getLength(); i++) {
            var function = (Element) functions.item(i);
            var types = new ArrayList<String>();
            types.add(carrier(((Element) function.getElementsByTagName("return").item(0)).getAttribute("type")));
            var arguments = function.getElementsByTagName("arg");
            for (int j = 0; j < arguments.getLength(); j++) {
                types.add(carrier(((Element) arguments.item(j)).getAttribute("type")));
            }
            signatures.put(function.getAttribute("name"), types);
        }
        return signatures;
    }

    private static String carrier(String type) {
        return switch (type) {
            case "void" -> "void";
            case "int", "unsigned int" -> "int";
            case "long", "unsigned long", "long long", "unsigned long long", "size_t" -> "long";
            default -> type.matches(".*(\\*( const)?|Ptr|Func|Callback)") ? "pointer" : type;
        };
    }
}
