#compdef pando
# zsh completion of pando; asks pando itself for each word.
_pando() {
    local line word
    local -a entries
    local -a typed
    typed=("${(@)words[2,CURRENT]}")
    while IFS= read -r line; do
        if [[ $line == ':files' ]]; then
            _files
            return
        fi
        word=${line%%$'\t'*}
        entries+=("${word//:/\\:}:${line#*$'\t'}")
    done < <("$words[1]" __complete -- "${typed[@]}" 2>/dev/null)
    if [[ $PREFIX == --*=* ]]; then
        compset -P '*='
    fi
    _describe 'pando' entries
}
compdef _pando pando
