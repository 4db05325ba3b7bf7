package io.pando.cli.job;

import picocli.CommandLine.Option;

/** For commands that ask before they begin. */
public final class YesOption {

    @Option(
            names = {"-y", "--yes"},
            order = 93,
            description = "Do it without asking.")
    private boolean yes;

    public boolean given() {
        return yes;
    }
}
