# bash completion of pando; asks pando itself for each word.
_pando() {
    local line word
    local current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    # bash splits at the equals sign; a word after it is completed alone.
    [[ $current == '=' ]] && current=
    while IFS= read -r line; do
        if [[ $line == ':files' ]]; then
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
        fi
        word=${line%%$'\t'*}
        [[ $word == *= ]] && compopt -o nospace 2>/dev/null
        COMPREPLY+=("$word")
    done < <("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _pando pando ./pando
