package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/say"
)

// TestEverySentenceIsRetold: every sentence in these packages has a translation, or is in the list of those for developers of
// gherkind.
func TestEverySentenceIsRetold(t *testing.T) {
	untold := map[string]bool{}
	for _, line := range strings.Split(file(t, "testdata/untold.txt"), "\n") {
		untold[line] = true
	}
	for _, tag := range languages()[1:] {
		l, err := say.In(tag, allMessages()...)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{}
		for id := range l.Messages() {
			told[strings.TrimSpace(id)] = true
		}
		for dir, besides := range retold {
			for sentence, where := range sentencesOf(t, filepath.Join("../..", dir), besides) {
				if !told[sentence] && !told["%d "+sentence] && !told[inPlaceOf.Replace(sentence)] && !untold[sentence] {
					t.Errorf("%s: %q of %s is not translated", tag, sentence, where)
				}
			}
		}
	}
}

// inPlaceOf replaces what a package replaces in its sentences.
var inPlaceOf = strings.NewReplacer("HOST", "%s", "IMAGE", "%s")

// TestEveryPackageIsRetold: a package of the program that has sentences is in one of the lists.
func TestEveryPackageIsRetold(t *testing.T) {
	for dir := range packagesOf(t, "../..", "cmd/gherkind") {
		_, is := retold[dir]
		if sentences := sentencesOf(t, filepath.Join("../..", dir), nil); !is && notRetold[dir] == "" && len(sentences) > 0 {
			t.Errorf("%s has %d sentences, such as %q, and is neither in retold nor in notRetold", dir, len(sentences), slices.Sorted(maps.Keys(sentences))[0])
		}
	}
	for dir := range notRetold {
		if _, is := retold[dir]; is || len(sentencesOf(t, filepath.Join("../..", dir), nil)) == 0 {
			t.Errorf("%s needs not be in notRetold", dir)
		}
	}
}

// packagesOf returns the packages of the module that a package consists of.
func packagesOf(t *testing.T, module, dir string) map[string]bool {
	t.Helper()
	all, next := map[string]bool{}, []string{dir}
	for len(next) > 0 {
		dir, next = next[0], next[1:]
		if all[dir] {
			continue
		}
		all[dir] = true
		files, err := filepath.Glob(filepath.Join(module, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, imported := range parsed.Imports {
				name, ours := strings.CutPrefix(strings.Trim(imported.Path.Value, `"`), "github.com/gherkind/gherkind/")
				if ours && !strings.HasSuffix(path, "_test.go") {
					next = append(next, name)
				}
			}
		}
	}
	return all
}

// TestSentencesOf: a concatenation is one sentence, with a value for each part that is not a literal.
func TestSentencesOf(t *testing.T) {
	dir := t.TempDir()
	source := "package x\nimport \"fmt\"\nfunc f(a string) string { regexp.MustCompile(`no sentence at all`); if a == \"the key\" { return \"did you \" + \"mean \" + a + \"?\" }\n" +
		"return fmt.Sprintf(\"it is %d\\n    long and wide\", 3) }\n"
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(sentencesOf(t, dir, nil)))
	if want := []string{"did you mean %s?", "it is %d", "long and wide"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// sentencesOf returns the sentences in the code of a folder, by line, with the file of each.
func sentencesOf(t *testing.T, dir string, besides []string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") || slices.Contains(besides, filepath.Base(path)) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			field, is := node.(*ast.KeyValueExpr)
			return (!is || !slices.Contains(besides, nameOf(field.Key))) && sentencesIn(node, path, found)
		})
	}
	return found
}

func nameOf(e ast.Expr) string {
	name, is := e.(*ast.Ident)
	if !is {
		return ""
	}
	return name.Name
}

// notSaid are the functions and fields whose texts are not for people, because they are compared, parsed, or commands.
var (
	notSaid = regexp.MustCompile(`^(MustCompile|Fields|HasPrefix|HasSuffix|Contains|ContainsAny|Cut|CutPrefix|CutSuffix|TrimPrefix|TrimSuffix|` +
		`Split|SplitSeq|NewReplacer|Sscanf|says|words|Command|HandleFunc|Set|(String|Int|Bool|Float64|Duration)(Slice|Array)?VarP?|String|Bool)$`)
	noField = regexp.MustCompile(`^(Example|Pattern|Use|Bad|Good|Name|Doc|Short|Long|Section|Title|Meaning|Attacks)$`)
)

func sentencesIn(node ast.Node, path string, found map[string]string) bool {
	switch n := node.(type) {
	case *ast.ImportSpec, *ast.Field:
		return false
	case *ast.FuncDecl: // help texts are translated as a whole
		return !strings.HasSuffix(n.Name.Name, "Help")
	case *ast.CaseClause:
		for _, body := range n.Body {
			ast.Inspect(body, func(inner ast.Node) bool { return sentencesIn(inner, path, found) })
		}
		return false
	case *ast.KeyValueExpr:
		if key, is := n.Key.(*ast.Ident); is && noField.MatchString(key.Name) {
			return false
		}
	case *ast.CallExpr:
		if selector, is := n.Fun.(*ast.SelectorExpr); is && notSaid.MatchString(selector.Sel.Name) {
			return false
		}
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			return false
		}
		if text, is := togetherOf(n); is {
			note(text, path, found)
			for _, operand := range operandsOf(n) {
				if _, literal := operand.(*ast.BasicLit); !literal {
					ast.Inspect(operand, func(inner ast.Node) bool { return sentencesIn(inner, path, found) })
				}
			}
			return false
		}
	case *ast.BasicLit:
		if text, is := textOf(n); is {
			note(text, path, found)
		}
	}
	return true
}

// togetherOf returns the text of a concatenation, with a value for each part that is not a literal.
func togetherOf(e *ast.BinaryExpr) (string, bool) {
	if e.Op != token.ADD {
		return "", false
	}
	text, known := "", false
	for _, operand := range operandsOf(e) {
		part, is := textOf(operand)
		if !is {
			part = "%s"
		}
		text, known = text+part, known || is
	}
	return text, known
}

func operandsOf(e ast.Expr) []ast.Expr {
	if sum, is := e.(*ast.BinaryExpr); is && sum.Op == token.ADD {
		return append(operandsOf(sum.X), operandsOf(sum.Y)...)
	}
	return []ast.Expr{e}
}

var sentenceLike = regexp.MustCompile(`[A-Za-z]{2,}[^A-Za-z]* [^A-Za-z]*[a-z]{2,}`)

// inSQL matches statements of databases.
var inSQL = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|DELETE FROM|CREATE TABLE) `)

func note(text, path string, found map[string]string) {
	if inSQL.MatchString(text) {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		plain := verb.ReplaceAllString(line, "")
		if sentenceLike.MatchString(plain) && !strings.ContainsFunc(line, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
			found[line] = path
		}
	}
}
