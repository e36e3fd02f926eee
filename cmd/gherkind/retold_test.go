package main

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

// retold are the packages whose texts are translated when they are shown, with the files whose texts are not for people:
// manifests, pages in English, regular expressions, checks of internal tables.
var retold = map[string][]string{
	"cmd/gherkind":            {"help.go", "root.go"},
	"internal/lint":           nil,
	"internal/lint/formats":   nil,
	"internal/rules":          {"page.go", "table.go"},
	"internal/plan":           {"look.go", "rights.go"},
	"internal/gherkin":        {"behat.go"},
	"internal/project":        {"markdown.go", "schema.go"},
	"internal/setup":          nil,
	"internal/nodes":          nil,
	"internal/shard":          nil,
	"internal/tree":           nil,
	"internal/request":        nil,
	"internal/chart":          nil,
	"internal/kustomize":      nil,
	"internal/placeholder":    nil,
	"internal/doctor":         nil,
	"internal/preflight":      nil,
	"internal/lab/exercise":   {"rights.go", "new.go"},
	"internal/lab/feedback":   nil,
	"internal/lab/policy":     nil,
	"internal/lab/submission": nil,
	"internal/lab/roster":     {"columns.go"},
	"internal/lab/verify":     nil,
	"internal/cluster/images": {"catalogue.go"},
	"internal/cluster/ready":  nil,
	"internal/oncluster":      nil,
	"internal/oncluster/left": nil,
	"scenarios":               nil,
	"scenarios/cluster":       {"hostpatches.go", "etcdmembers.go"},
	"scenarios/cluster/host":  {"cgroup_linux.go", "process.go"},
	"steps":                   nil,
	"steps/world":             nil,
	"internal/assert":         nil,
	"internal/observe":        nil,
	"internal/objects":        nil,
	"internal/explain":        {"pod_image_rules.go", "refusal.go", "namespace.go"},
	"internal/expression":     nil,
	"internal/remote":         nil,
	"internal/drain":          nil,
	"internal/probe":          nil,
	"internal/subset":         nil,
	"internal/failfast":       nil,
	"internal/awake":          nil,
	"internal/replay":         nil,
	"internal/engine":         nil,
	"internal/mutate":         nil,
	"internal/mutate/formats": nil,

	"internal/mutate/operator":        {"page.go"},
	"internal/kube":                   nil,
	"internal/history":                nil,
	"internal/runlock":                nil,
	"internal/cluster/nodecontrol":    nil,
	"internal/cluster/asker":          nil,
	"internal/cluster/simulated":      nil,
	"internal/cluster/addon":          nil,
	"internal/cluster/addon/kwok":     {"configuration.go"},
	"internal/cluster/addon/metallb":  nil,
	"internal/cluster/addon/programs": nil,
}

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
				if !told[sentence] && !told["%d "+sentence] && !untold[sentence] {
					t.Errorf("%s: %q of %s is not translated", tag, sentence, where)
				}
			}
		}
	}
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
		ast.Inspect(parsed, func(node ast.Node) bool { return sentencesIn(node, path, found) })
	}
	return found
}

// notSaid are the functions and fields whose texts are not for people, because they are compared, parsed, or commands.
var (
	notSaid = regexp.MustCompile(`^(MustCompile|Fields|HasPrefix|HasSuffix|Contains|ContainsAny|Cut|CutPrefix|CutSuffix|TrimPrefix|TrimSuffix|` +
		`Split|SplitSeq|NewReplacer|Sscanf|says|words|Command|(String|Int|Bool|Float64|Duration)(Slice|Array)?VarP?|String|Bool)$`)
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

func note(text, path string, found map[string]string) {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		plain := verb.ReplaceAllString(line, "")
		if sentenceLike.MatchString(plain) && !strings.ContainsFunc(line, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
			found[line] = path
		}
	}
}
