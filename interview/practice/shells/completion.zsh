# Completion of `interview` in zsh: what a word may become, `interview completion --words` tells.
_interview_completion() {
    local -a found
    local word about
    while IFS=$'\t' read -r word about; do
        found+=("${word//:/\\:}:${about}")
    done < <("${(Q)words[1]}" completion --words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( $#found )); then
        _describe interview found
    else
        _files
    fi
}
if ! (( $+functions[compdef] )); then
    autoload -Uz compinit && compinit -i
fi
compdef _interview_completion interview
