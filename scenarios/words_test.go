package scenarios_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// saidBetter are words that were in help texts, errors and documents, and what to say in their place.
var saidBetter = map[string]string{
	`is not well`: "is unhealthy", `half made`: "incomplete", `made anew|makes? it anew|is begun anew`: "recreated, replaced",
	`nothing is to be done`: "no action needed", `put right`: "fix", `exclude each other`: "cannot be combined",
	`a cluster of yours|somebody else's cluster`: "an external cluster", `what it awaits`: "the condition", `as many as this machine can take`: "adapts to CPU load",
	`the most telling`: "highest-value", `taken? for dead|took it for dead`: "considered dead", `sign of life`: "renewed its Lease",
	`have come whole|had come whole`: "completed", `hundred megabytes, once`: "one time", `wants a cluster`: "requires", `of its own shape`: "own topology",
	`at the times of then`: "with the timestamps of the recording", `is no (minor version|range of versions|registry|name of an image|time|language|quantity|duration|kubeconfig|plain file|shard|program)`: "is not a …",
	`when tried again`: "on a retry", `came? to its end|came to no end`: "finished", `not claimed`: "not locked", `says nothing; run`: "is inconclusive; run",
	`for a fault of the machine`: "because of a fault of the machine", `stands twice`: "is listed twice", `one a line|an object a line`: "one per line",
	`written anew|begins? anew|began anew`: "rewritten, started again", `for any signs`: "matches any characters", `goes on where it was`: "continues",
	`leave one of them out`: "use only one of them", `takes? the place of others`: "preempt", `what became of it`: "the result", `is not decided`: "is undecided",
	`which was there`: "which already exists", `in one move`: "atomically", `in the place of`: "instead of", `tells? of`: "reports",
	`what (?:becomes|has become) of`: "the result", `for nobody else`: "nobody else may", `has (?:it|them) be`: "an active verb",
}

// TestPlainWords: texts for users use the terms of Kubernetes and of testing. Comments are not checked, nor are files that are
// generated from checked texts.
func TestPlainWords(t *testing.T) {
	anyOfThem := regexp.MustCompile(`\b(?:` + strings.Join(slices.Collect(maps.Keys(saidBetter)), "|") + `)\b`)
	text := regexp.MustCompile("\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`")
	for _, file := range writtenFiles(t) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := []string{string(content)}
		if strings.HasSuffix(file, ".go") {
			parts = text.FindAllString(withoutComments(string(content)), -1)
		}
		for _, part := range parts {
			for _, found := range anyOfThem.FindAllString(part, -1) {
				t.Errorf("%s has %q: say %s", file, found, betterThan(found))
			}
		}
	}
}

func betterThan(found string) string {
	for old, better := range saidBetter {
		if regexp.MustCompile(`^(?:` + old + `)$`).MatchString(found) {
			return better
		}
	}
	return "something else"
}

var comments = regexp.MustCompile(`(?m)^\s*//.*$|\s// .*$`)

// writtenFiles returns the Go files except tests, and the documents except the changelog.
func writtenFiles(t *testing.T) (files []string) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == ".gherkind" || d.Name() == "node-image"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".md") && d.Name() != "CHANGELOG.md":
			files = append(files, path)
		}
		return nil
	})
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	return files
}

func withoutComments(source string) string {
	return comments.ReplaceAllString(source, "")
}
