package cli

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/rules"
)

func file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// othersSay returns the messages that are not literals in the code: those of libraries and of the system, and those that are
// composed of parts.
func othersSay(t *testing.T, tag string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"others.yaml", "parts.yaml"} {
		if err := yaml.Unmarshal([]byte(file(t, tag+"/"+name)), &all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// heard are the texts that can occur in messages.
type heard struct {
	texts  map[string]bool
	shapes []*regexp.Regexp
	help   []string
}

// heardIn collects the texts in all code of the module, including its help.
func heardIn(t *testing.T, module string) heard {
	t.Helper()
	h := heard{texts: map[string]bool{}}
	err := filepath.WalkDir(module, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		for text := range sentencesOf(t, path, nil) {
			h.add(text)
		}
		return h.literals(path)
	})
	if err != nil {
		t.Fatal(err)
	}
	for text := range helpTexts(newRoot()) {
		h.texts[text], h.help = true, append(h.help, text)
		for paragraph := range strings.SplitSeq(text, "\n\n") {
			h.texts[paragraph] = true
		}
	}
	for _, r := range rules.All() {
		h.texts[r.Doc] = true
	}
	return h
}

// literals adds all string literals in a folder, such as words in tables.
func (h *heard) literals(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, path := range files {
		parsed, wrong := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if wrong != nil || strings.HasSuffix(path, "_test.go") {
			err = errors.Join(err, wrong)
			continue
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if literal, is := node.(*ast.BasicLit); is {
				text, _ := textOf(literal)
				h.texts[strings.TrimSpace(text)] = true
			}
			return true
		})
	}
	return err
}

func (h *heard) add(text string) {
	h.texts[text] = true
	if utf8.ValidString(text) && len(strings.Map(letters, verb.ReplaceAllString(text, ""))) >= 5 {
		pattern := verb.ReplaceAllString(regexp.QuoteMeta(text), ".+")
		h.shapes = append(h.shapes, regexp.MustCompile("^"+pattern+"$"))
	}
}

func letters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// has reports whether the message occurs, itself or with some of its values filled in.
func (h *heard) has(message string) bool {
	message = strings.TrimSpace(message)
	noun, _ := strings.CutPrefix(message, "%d ")
	host, image := strings.ReplaceAll(message, "%s", "HOST"), strings.ReplaceAll(message, "%s", "IMAGE")
	if h.texts[message] || h.texts[noun] || h.texts[host] || h.texts[image] {
		return true
	}
	itself := regexp.MustCompile("^" + verb.ReplaceAllString(regexp.QuoteMeta(message), ".+") + "$")
	return slices.ContainsFunc(h.help, itself.MatchString) ||
		slices.ContainsFunc(h.shapes, func(shape *regexp.Regexp) bool { return shape.MatchString(message) })
}
