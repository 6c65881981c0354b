# Completion of `interview` in bash: what a word may become, `interview completion --words` tells.
_interview_completion() {
    local found
    COMPREPLY=()
    while IFS=$'\t' read -r found _; do
        COMPREPLY+=("$found")
    done < <("$1" completion --words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _interview_completion interview
