package io.pando.api;

import java.util.List;

/**
 * Codes that stand in for the app when it is lost, each once. Shown this once.
 *
 * @param codes ten
 */
public record RecoveryCodes(List<String> codes) {
    public RecoveryCodes {
        codes = List.copyOf(codes);
    }

    @Override
    public String toString() {
        return "RecoveryCodes[]";
    }
}
