package io.pando.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether signing in takes a one-time code besides the password.
 *
 * @param since null unless enabled
 * @param recoveryCodesLeft how many recovery codes were not used yet
 */
public record SecondFactor(boolean enabled, @Nullable Instant since, int recoveryCodesLeft) {}
