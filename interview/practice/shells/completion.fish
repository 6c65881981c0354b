# Completion of `interview` in fish: what a word may become, `interview completion --words` tells.
function __interview_completion
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found ($words[1] completion --words -- $words[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c interview -f -a '(__interview_completion)'
