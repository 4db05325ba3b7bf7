package io.pando.diskimage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** qemu-img as a child with limits, with every format named so that it never guesses. */
public final class QemuImage {
    private static final Pattern PERCENT = Pattern.compile("\\((\\d+(?:\\.\\d+)?)/100%\\)");
    private static final int MOST_OUTPUT = 64 << 10;

    /** What a qcow2 file has besides its content: tables and reference counts are far less than a hundredth. */
    private static final long OVERHEAD = 64L << 20;

    private final AtomicLong started = new AtomicLong();

    /** How many children this one has started. */
    public long started() {
        return started.get();
    }

    /**
     * Copies an inspected image into a new, flat qcow2 file.
     *
     * @param contentSize most bytes that the content takes; the child may write no file that is much larger
     * @param progress told the percentage, 0 to 100, as it grows
     * @throws IOException when qemu-img refuses; the message is its own
     * @throws InterruptedException when the caller was interrupted; the child is gone by then
     */
    public void convertToQcow2(Path source, DiskFormat format, Path target, long contentSize, DoubleConsumer progress)
            throws IOException, InterruptedException {
        if (format.packed()) {
            throw new IllegalArgumentException(format + " has to be unpacked first");
        }
        run(
                List.of(
                        "qemu-img",
                        "convert",
                        "-p",
                        "-f",
                        format.label(),
                        "-O",
                        DiskFormat.QCOW2.label(),
                        "-o",
                        "compat=1.1,lazy_refcounts=off",
                        "--",
                        source.toString(),
                        target.toString()),
                contentSize + contentSize / 64 + OVERHEAD,
                progress);
    }

    private void run(List<String> command, long largestFile, DoubleConsumer progress)
            throws IOException, InterruptedException {
        // Bounded in memory (4 GiB of address space), in processor time and in what it writes, whatever a crafted image
        // makes it do.
        List<String> limited = new ArrayList<>(
                List.of("prlimit", "--as=4294967296", "--cpu=7200", "--core=0", "--fsize=" + largestFile, "--"));
        limited.addAll(command);
        started.incrementAndGet();
        Process child = new ProcessBuilder(limited).redirectErrorStream(true).start();
        try {
            child.getOutputStream().close();
            String said = follow(child.getInputStream(), progress);
            int exit = child.waitFor();
            if (exit != 0) {
                throw new IOException("%s ended with %d: %s".formatted(command.getFirst(), exit, said.strip()));
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private static String follow(InputStream output, DoubleConsumer progress) throws IOException, InterruptedException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        StringBuilder line = new StringBuilder();
        for (int next = output.read(); next >= 0; next = output.read()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while qemu-img worked");
            }
            if (next != '\r' && next != '\n') {
                line.append((char) next);
                continue;
            }
            Matcher percent = PERCENT.matcher(line);
            if (percent.find()) {
                progress.accept(Double.parseDouble(percent.group(1)));
            } else if (rest.size() < MOST_OUTPUT) {
                rest.writeBytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
            line.setLength(0);
        }
        return rest.toString(StandardCharsets.UTF_8) + line;
    }
}
