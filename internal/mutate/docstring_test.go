package mutate

import (
	"strings"
	"testing"
)

const withDocString = `Feature: F
  Scenario: a
    Given this manifest is applied:
      """
      kind: Pod
      data: |
        a

        \"\"\"
      """
    Then pod "web" is ready
`

func TestTheTextOfADocString(t *testing.T) {
	if got, want := string(docString([]byte(withDocString), 4).text()), "kind: Pod\ndata: |\n  a\n\n  \"\"\"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestADocStringIsReplaced(t *testing.T) {
	q := docString([]byte(withDocString), 4)
	if got := string(q.with(q.text())); got != withDocString {
		t.Errorf("with its own text it is\n%s", got)
	}
	got := string(q.with([]byte("kind: Job\n")))
	if strings.Count(got, "\n") != strings.Count(withDocString, "\n") || !strings.Contains(got, "      kind: Job\n\n") || strings.Contains(got, "Pod") {
		t.Errorf("with a shorter text it is\n%s", got)
	}
	longer := strings.Repeat("a: b\n", 9)
	if again := string(docString(q.with([]byte(longer)), 4).text()); again != longer {
		t.Errorf("reading a longer text back: %q", again)
	}
}
