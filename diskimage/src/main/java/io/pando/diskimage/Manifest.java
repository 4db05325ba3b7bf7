package io.pando.diskimage;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An archive's list of what its members' bytes must give (OVF, DSP0243, section 5.1). */
record Manifest(Map<String, Digest> digests) {
    private static final Pattern LINE = Pattern.compile(
            "(SHA1|SHA256|SHA512)\\s?\\(([^()\\x00-\\x1f]{1,255})\\)\\s?=\\s?([0-9a-fA-F]{40,128})\\s*");

    Manifest {
        digests = Map.copyOf(digests);
    }

    /** Empty when the text is no such list, or says something twice. */
    static Optional<Manifest> parse(String text) {
        Map<String, Digest> digests = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            Matcher found = LINE.matcher(line);
            if (!found.matches()) {
                return Optional.empty();
            }
            String algorithm = found.group(1).replace("SHA", "SHA-");
            Digest digest = new Digest(algorithm, found.group(3).toLowerCase(Locale.ROOT));
            int length =
                    switch (algorithm) {
                        case "SHA-1" -> 40;
                        case "SHA-256" -> 64;
                        default -> 128;
                    };
            if (digest.hex().length() != length || digests.put(found.group(2), digest) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Manifest(digests));
    }
}
