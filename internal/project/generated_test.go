package project

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

func TestSchema(t *testing.T) {
	schema, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	goldenfile.Equal(t, "../../docs/gherkind.schema.json", string(schema))
}

// TestThePageHasAllSettings keeps the tables of docs/project.md in sync with the code.
func TestThePageHasAllSettings(t *testing.T) {
	const page, begin, end = "../../docs/project.md", "<!-- settings: make generate writes them -->\n", "<!-- end of settings -->\n"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the settings, between %sand %s", page, begin, end)
	}
	goldenfile.Equal(t, page, before+begin+Markdown()+"\n"+end+after)
}
