package io.pando.access;

import io.pando.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Turns passwords into what is kept of them: Argon2id with 19 MiB, two passes and one lane, as the OWASP password storage cheat
 * sheet advises.
 *
 * <p>At most two are hashed at a time, and one more of those who have just been wrong, so many people who sign in at once take 57 MiB
 * and not the machine's memory; on threads of the operating system, because a virtual thread that computes would keep others from
 * running. Who guesses waits among those who guess, and never makes anybody else wait.
 */
@Component
final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 64;
    private static final int GUESSES_WAITING = 4;
    /** Who finds no room even among those who wait learns of it so much later, and comes again so much later. */
    private static final Duration TURNED_AWAY = Duration.ofMillis(50);

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIBIBYTES, PASSES);
    private final ThreadPoolExecutor threads = pool(AT_ONCE, WAITING, "password-");
    private final ThreadPoolExecutor guesses = pool(1, GUESSES_WAITING, "guess-");
    private final String nobody = none();

    private static ThreadPoolExecutor pool(int atOnce, int waiting, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name(name, 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What is to be kept of a password. Takes about 50 ms. */
    String hash(String password) {
        return carryOut(threads, () -> encoder.encode(password));
    }

    /**
     * Whether a password is the one that something was kept of. Takes the same time whether there is an account or not.
     *
     * @param kept null when there is no such account
     */
    boolean matches(String password, @Nullable String kept) {
        return matches(password, kept, false);
    }

    /**
     * The same.
     *
     * @param guess whether whoever sent it has just been wrong
     */
    boolean matches(String password, @Nullable String kept, boolean guess) {
        Callable<Boolean> comparison = () -> encoder.matches(password, kept == null ? nobody : kept);
        boolean same = guess ? carryOut(guesses, () -> atLeisure(comparison)) : carryOut(threads, comparison);
        return same && kept != null;
    }

    /** Pauses nine times as long as it has worked: the processor stays with those who do not guess. */
    private static <T> T atLeisure(Callable<T> work) throws Exception {
        long begun = System.nanoTime();
        T result = work.call();
        LockSupport.parkNanos(9 * (System.nanoTime() - begun));
        return result;
    }

    private static <T> T carryOut(ThreadPoolExecutor threads, Callable<T> work) {
        Future<T> future;
        try {
            future = threads.submit(work);
        } catch (RejectedExecutionException full) {
            LockSupport.parkNanos(TURNED_AWAY.toNanos());
            throw ProblemException.tooManyRequests(
                    "Too many people are signing in just now.", Duration.ofSeconds(5), full);
        }
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while hashing a password", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("A password could not be hashed", failure.getCause());
        }
    }

    /** Looks like what is kept of a password, but of none: nobody can give it. */
    static String none() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIBIBYTES,
                        PASSES,
                        LANES,
                        base64.encodeToString(Secret.random(SALT_BYTES)),
                        base64.encodeToString(Secret.random(HASH_BYTES)));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        guesses.shutdownNow();
    }
}
