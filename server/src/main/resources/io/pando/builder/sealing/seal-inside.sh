# shellcheck shell=dash
# Carries the operations out, within the system that is sealed and with programs of the appliance only. Says NAME, how many things were
# stripped, and how many are left, in words that tabulators separate.
cd / || exit 1
own=/dev/.pando
tab=$(printf '\t')
host=$(head -n 1 /etc/hostname 2>/dev/null | tr -cd 'A-Za-z0-9.-')
[ "${host%%.*}" != localhost ] || host=
short=${host%%.*}
{
    awk -F : '$6 ~ /^\/./ { print $6 }' /etc/passwd 2>/dev/null
    ls -d /home/*/ 2>/dev/null | sed 's|/$||'
    echo /root
} | sort -u | while IFS= read -r home; do
    [ ! -d "$home" ] || [ "$home" = /dev ] || [ "$home" = /proc ] || printf '%s\n' "$home"
done >$own/homes

# Each of these strips one path, or only counts what there is to strip, and adds to `count`.
remove_path() {
    [ -e "$1" ] || [ -L "$1" ] || return 0
    count=$((count + 1))
    [ "$mode" = count ] || rm -rf -- "$1"
}
empty_path() {
    [ -f "$1" ] && [ -s "$1" ] || return 0
    count=$((count + 1))
    [ "$mode" = count ] || : >"$1"
}
clear_path() {
    [ -d "$1" ] || return 0
    count=$((count + $(find "$1/" ! -type d 2>/dev/null | wc -l)))
    [ "$mode" = count ] || find "$1/" ! -type d -exec rm -f {} + 2>/dev/null
}
lines_path() {
    [ -f "$1" ] || return 0
    found=$(grep -Ec "$regex" "$1")
    [ "$found" -gt 0 ] || return 0
    count=$((count + found))
    if [ "$mode" != count ]; then
        grep -Ev "$regex" "$1" >$own/lines
        cat $own/lines >"$1"
    fi
}
find_path() {
    [ -d "$1" ] || return 0
    count=$((count + $(find "$1/" -type f -name "$name" 2>/dev/null | wc -l)))
    [ "$mode" = count ] || find "$1/" -type f -name "$name" -exec rm -f {} + 2>/dev/null
}

# each VERB PATTERN
each() {
    case $2 in
        '~/'*)
            while IFS= read -r home; do
                matching "$1" "$home/${2#??}"
            done <$own/homes
            ;;
        *) matching "$1" "$2" ;;
    esac
}
matching() {
    IFS=
    for path in $2; do
        "$1_path" "$path"
    done
    unset IFS
}

# pass MODE: says NAME and number for each operation.
pass() {
    mode=$1 operation='' count=0
    while read -r verb first rest; do
        case $verb in
            '' | '#'*) ;;
            operation)
                [ -z "$operation" ] || printf '%s\t%s\n' "$operation" "$count"
                operation=$first count=0
                ;;
            remove | empty | clear) each "$verb" "$first${rest:+ $rest}" ;;
            lines)
                case $rest in
                    *@HOST@*)
                        [ -n "$host" ] || continue
                        for named in "$host" "$short"; do
                            regex=$(printf '%s\n' "$rest" | sed "s/@HOST@/$(printf '%s' "$named" | sed 's/\./\\\\./g')/")
                            each lines "$first"
                        done
                        ;;
                    *)
                        regex=$rest
                        each lines "$first"
                        ;;
                esac
                ;;
            find)
                name=$rest
                each find "$first"
                ;;
        esac
    done <$own/operations
    printf '%s\t%s\n' "$operation" "$count"
}

pass seal >$own/sealed
pass count >$own/left
while IFS=$tab read -r name count <&3 && IFS=$tab read -r _ left <&4; do
    printf '%s\t%s\t%s\n' "$name" "$count" "$left"
done 3<$own/sealed 4<$own/left
