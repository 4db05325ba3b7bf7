package io.pando.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: the same for the whole tree of commands. */
final class HelpStyle {
    private HelpStyle() {}

    static void apply(CommandLine line) {
        CommandSpec specification = line.getCommandSpec();
        UsageMessageSpec usage = specification.usageMessage();
        usage.sortOptions(false);
        usage.abbreviateSynopsis(true);
        usage.synopsisHeading("%nUsage: ");
        usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
        usage.parameterListHeading(specification.positionalParameters().isEmpty() ? "" : "%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(HelpStyle::apply);
    }
}
