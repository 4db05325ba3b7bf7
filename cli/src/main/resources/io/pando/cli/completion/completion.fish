# fish completion of pando; asks pando itself for each word.
function __pando_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l before ''
    if string match -q -- '--*=*' $current
        set before (string replace -r '=.*' '=' -- $current)
    end
    for line in ($typed[1] __complete -- $typed[2..-1] "$current" 2>/dev/null)
        if test "$line" = ':files'
            __fish_complete_path (string replace -r '^--[^=]*=' '' -- $current)
        else
            printf '%s%s\n' $before $line
        end
    end
end
complete -c pando -f -a '(__pando_complete)'
