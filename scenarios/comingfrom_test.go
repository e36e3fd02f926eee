package scenarios_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

// notSteps are what the page shows in the column of gherkind and is no step.
var notSteps = []string{"$(namespace:)", "$(value:replicas)", "gherkind steps rollout", "@exclusive", "--tags", "setup:", "images:"}

// TestComingFromShowsSteps: each step of the page for those who come from another tool is in the vocabulary.
func TestComingFromShowsSteps(t *testing.T) {
	page, err := os.ReadFile("../docs/coming-from.md")
	if err != nil {
		t.Fatal(err)
	}
	shown, used := 0, map[string]bool{}
	for _, text := range lastColumn(string(page)) {
		if slices.Contains(notSteps, text) {
			used[text] = true
			continue
		}
		shown++
		if !inVocabulary(t, text) {
			t.Errorf("%q is no step", text)
		}
	}
	if shown < 20 {
		t.Errorf("only %d steps found", shown)
	}
	for _, text := range notSteps {
		if !used[text] {
			t.Errorf("%q is not on the page any more", text)
		}
	}
}

// lastColumn returns the texts in backticks in the last column of the tables of a page.
func lastColumn(page string) (texts []string) {
	code := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 3 {
			continue
		}
		for _, found := range code.FindAllStringSubmatch(cells[len(cells)-2], -1) {
			texts = append(texts, found[1])
		}
	}
	return texts
}

// inVocabulary reports whether a text is a step, with its keyword, or the end of one.
func inVocabulary(t *testing.T, text string) bool {
	t.Helper()
	text = regexp.MustCompile(`^(Given|When|Then|And) `).ReplaceAllString(text, "")
	for _, begin := range []string{"", `pod "web" `, `pod "web" exists `, `running "true" on this machine `} {
		for _, argument := range []step.HasArgument{step.NoArgument, step.WithDocString} {
			if match, err := vocabulary(t).Match(begin+strings.TrimPrefix(text, "… "), argument); err == nil && match != nil {
				return true
			}
		}
	}
	return false
}
