# shellcheck shell=dash
# How scripts read which packages there are, of lists that a package manager has fetched. Nothing of what is in them is run, and no link
# in their folders is followed.

# known_packages APT APK …: names, each once and sorted, of lists in a folder of apt's and in folders of apk's; empty texts are none.
known_packages() {
    apt=$1
    shift
    {
        [ -z "$apt" ] || for file in "$apt"/*_Packages "$apt"/*_Packages.gz "$apt"/*_Packages.xz "$apt"/*_Packages.bz2; do
            if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
            case $file in
                *.gz) zcat "$file" 2>/dev/null ;;
                *.xz) xzcat "$file" 2>/dev/null ;;
                *.bz2) bzcat "$file" 2>/dev/null ;;
                *) cat "$file" ;;
            esac | head -c 300000000 | grep -a -e '^Package: ' -e '^Provides: ' | cut -d ' ' -f 2- |
                tr ',' '\n' | sed 's/^ *//; s/[ :(].*//'
        done
        for folder in "$@"; do
            [ -z "$folder" ] || for file in "$folder"/APKINDEX.*.tar.gz; do
                if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
                zcat "$file" 2>/dev/null | tar -xO APKINDEX 2>/dev/null | head -c 300000000 | grep -a '^[Pp]:' | cut -c 3- |
                    tr ' ' '\n' | sed 's/[=<>~].*//'
            done
        done
    } | grep -a -x '[A-Za-z0-9][A-Za-z0-9+._-]\{0,127\}' | head -c 30000000 | sort -u | head -c 8000000 | head -n 200001
}
