# Runs scenarios on a runner of GitHub Actions, with annotations, a summary and a JUnit report.
set -uo pipefail

# words prints the words of a text one a line, with quotes as in a shell, and expands nothing. A word has no line break.
words() { xargs printf '%s\n' <<<"$1"; }

arguments=()
while IFS= read -r path; do
	if [[ -n "$path" ]]; then arguments+=("$path"); fi
done <<<"$FEATURES"
if [[ -n "$TAGS" ]]; then arguments+=(--tags "$TAGS"); fi
if [[ -n "$KUBECONFIG_FILE" ]]; then arguments+=(--kubeconfig "$KUBECONFIG_FILE"); fi
if ! more="$(words "$ARGS")"; then
	echo "::error title=gherkind::the input args has a quote that does not end: $ARGS"
	exit 2
fi
while IFS= read -r word; do
	if [[ -n "$word" ]]; then arguments+=("$word"); fi
done <<<"$more"

folder="$RUNNER_TEMP/gherkind-report"
mkdir -p "$folder"
junit="$folder/junit.xml"
rm -f "$junit" # when the cluster does not come up, none is written, and an older one would be taken for it
echo "junit=$junit" >>"$GITHUB_OUTPUT"

code=0
gherkind run ${arguments[@]+"${arguments[@]}"} \
	--report github:- --report "markdown:$GITHUB_STEP_SUMMARY" --report "junit:$junit" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
