package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"

	xhtml "golang.org/x/net/html"
)

func checkJSON(t testing.TB, r *report.Run, text string) {
	t.Helper()
	var doc struct {
		Format    string
		Version   int
		Counts    struct{ Total, Passed, Failed, Broken, NotRun int }
		Scenarios []struct{ Verdict, Reason string }
	}
	strict(t, text, &doc)
	c := map[string]int{}
	for _, s := range doc.Scenarios {
		c[s.Verdict]++
	}
	n := doc.Counts
	if doc.Format != "gherkind" || doc.Version != 1 || n.Total != len(r.Scenarios) || len(doc.Scenarios) != n.Total ||
		c["passed"] != n.Passed || c["failed"] != n.Failed || c["broken"] != n.Broken || c["notRun"] != n.NotRun {
		t.Fatalf("the file says %+v and has %v", n, c)
	}
}

// checkShard reads the file as gherkind report merge does.
func checkShard(t testing.TB, r *report.Run, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shard.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := shardfile.Read(path)
	if err != nil || !maps.Equal(f.Run.Counts(), r.Counts()) {
		t.Fatalf("%v: the file has %v, the run %v", err, f, r.Counts())
	}
}

func checkCTRF(t testing.TB, r *report.Run, text string) {
	t.Helper()
	var doc struct {
		Results struct {
			Summary map[string]int
			Tests   []struct{ Name, Status string }
		}
	}
	strict(t, text, &doc)
	c := map[string]int{}
	for _, test := range doc.Results.Tests {
		c[test.Status]++
		if test.Name == "" {
			t.Fatal("a test without a name")
		}
	}
	for _, status := range []string{"passed", "failed", "skipped", "pending", "other"} {
		if doc.Results.Summary[status] != c[status] {
			t.Fatalf("the file says %v and has %v", doc.Results.Summary, c)
		}
	}
	if doc.Results.Summary["tests"] != len(r.Scenarios) || len(doc.Results.Tests) != len(r.Scenarios) {
		t.Fatalf("%d tests for %d scenarios", len(doc.Results.Tests), len(r.Scenarios))
	}
}

// strict reads a text that consists of one JSON value.
func strict(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("not JSON: %v", err)
	}
}

var tapLine = regexp.MustCompile(`^(not )?ok (\d+) - (?:[^\\#]|\\[\\#])*(# SKIP (?:[^\\#]|\\[\\#])*)?$`)

// checkTAP parses the file line by line, according to the grammar of TAP 14.
func checkTAP(t testing.TB, r *report.Run, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != "TAP version 14" || lines[1] != fmt.Sprintf("1..%d", len(r.Scenarios)) {
		t.Fatalf("begins with %q", lines[:2])
	}
	points := 0
	for i := 2; i < len(lines); i++ {
		switch line := lines[i]; {
		case line == "  ---":
			end := slices.Index(lines[i:], "  ...")
			if end < 0 {
				t.Fatal("a YAML block without an end")
			}
			checkBlock(t, lines[i+1:i+end])
			i += end
		case strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "Bail out! ") && i == len(lines)-1:
		default:
			points++
			if m := tapLine.FindStringSubmatch(line); m == nil || m[2] != fmt.Sprint(points) {
				t.Fatalf("line %d: %q", i+1, line)
			}
		}
	}
	if points != len(r.Scenarios) {
		t.Fatalf("%d test points for %d scenarios", points, len(r.Scenarios))
	}
}

// tapRead has all fields that a YAML block may contain, defined independently of the writer.
type tapRead struct {
	Message  string       `yaml:"message"`
	Severity string       `yaml:"severity"`
	Code     string       `yaml:"code"`
	At       tapPlaceRead `yaml:"at"`
	Millis   int64        `yaml:"duration_ms"`
	Failure  *struct {
		Step     string   `yaml:"step"`
		Line     int      `yaml:"line"`
		Want     string   `yaml:"want"`
		Saw      string   `yaml:"saw"`
		Code     string   `yaml:"code"`
		Why      string   `yaml:"why"`
		Evidence []string `yaml:"evidence"`
		Hint     string   `yaml:"hint"`
		More     string   `yaml:"more"`
	} `yaml:"failure"`
	Error    string   `yaml:"error"`
	Cleanup  []string `yaml:"cleanup"`
	Warnings []struct {
		Line int    `yaml:"line"`
		Text string `yaml:"text"`
	} `yaml:"warnings"`
	Cause    string `yaml:"cause"`
	Compared string `yaml:"comparison"`
	Earlier  []struct {
		Message string       `yaml:"message"`
		Code    string       `yaml:"code"`
		At      tapPlaceRead `yaml:"at"`
		Millis  int64        `yaml:"duration_ms"`
	} `yaml:"earlier_attempts"`
}

type tapPlaceRead struct {
	File string `yaml:"file"`
	Line int    `yaml:"line"`
}

func checkBlock(t testing.TB, lines []string) {
	t.Helper()
	var block tapRead
	var text strings.Builder
	for _, line := range lines {
		rest, ok := strings.CutPrefix(line, "  ")
		if !ok && line != "" {
			t.Fatalf("line %q in a YAML block", line)
		}
		text.WriteString(rest + "\n")
	}
	decoder := yaml.NewDecoder(strings.NewReader(text.String()))
	decoder.KnownFields(true)
	if err := decoder.Decode(&block); err != nil {
		t.Fatalf("not YAML, or not what a block may have: %v\n%s", err, text.String())
	}
}

var githubLine = regexp.MustCompile(`^::(error|warning|notice) ((?:(?:file|line|title)=[^,:]+)(?:,(?:file|line|title)=[^,:]+)*)?::.*$`)

// checkGitHub reads each line as a runner does.
func checkGitHub(t testing.TB, _ *report.Run, text string) {
	t.Helper()
	kinds := map[string]int{}
	for line := range strings.Lines(text) {
		m := githubLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Fatalf("not a command: %q", line)
		}
		if kinds[m[1]]++; kinds[m[1]] > show.MaxAnnotations {
			t.Fatalf("more than %d of %s", show.MaxAnnotations, m[1])
		}
	}
}

// checkMarkdown renders the page and checks the result.
func checkMarkdown(t testing.TB, r *report.Run, text string) {
	t.Helper()
	if len(text) >= 1<<20 {
		t.Fatalf("%d bytes", len(text))
	}
	e := elements(t, text, "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "pre", "strong", "ul", "li")
	longest := 0
	if strings.Contains(text, "### Longest") {
		longest = strings.Count(text[strings.LastIndex(text, "### Longest"):], "\n| ") - 1
	}
	failed := e["tr"] - e["table"] - longest // without the headings
	warned := 0
	if at := strings.Index(text, "### Warnings"); at >= 0 {
		list, _, _ := strings.Cut(text[at+len("### Warnings\n\n"):], "\n\n")
		warned = strings.Count(list, "\n") + 1
	}
	if e["td"] != 4*failed+3*longest || failed > len(r.Scenarios) || e["code"] != failed+warned+min(len(r.Advice), show.MaxItems) || e["li"] != warned+min(len(r.Advice), show.MaxItems+1) {
		t.Fatalf("want %d rows of failures and %d of the longest, got %v", failed, longest, e)
	}
	if e["h2"] != 1 || e["details"] != e["summary"] || e["pre"]-e["details"] > 1 {
		t.Fatalf("the page has %v", e)
	}
}

func checkTable(t testing.TB, r *report.Run, text string) {
	t.Helper()
	behaviour := regexp.MustCompile(`^@[A-Z][0-9]{1,18}$`)
	ids, codes, rest := 0, 0, 0
	for _, s := range r.Scenarios {
		for _, tag := range s.Tags {
			if behaviour.MatchString(tag) {
				ids++
			}
		}
		switch {
		case slices.Contains(s.Tags, "@explain"):
			codes++
		case !slices.ContainsFunc(s.Tags, behaviour.MatchString):
			rest++
		}
	}
	tables := 1 + min(codes, 1) + min(rest, 1)
	want := map[string]int{"table": tables, "tr": ids + codes + rest + tables, "td": 4*ids + 3*codes + 3*rest, "a": ids + codes + rest + min(codes, 1)}
	e := elements(t, text, "h1", "h2", "p", "code", "a", "table", "thead", "tbody", "tr", "th", "td")
	for name, n := range want {
		if e[name] != n {
			t.Fatalf("%d %s instead of %d", e[name], name, n)
		}
	}
}

// elements renders Markdown like GitHub, including HTML in it, and counts the elements of the page. Unknown elements fail the
// test.
func elements(t testing.TB, text string, known ...string) map[string]int {
	t.Helper()
	var page bytes.Buffer
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := markdown.Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for z := xhtml.NewTokenizer(&page); z.Next() != xhtml.ErrorToken; {
		token := z.Token()
		if token.Type == xhtml.CommentToken {
			t.Fatalf("a comment: %s", token)
		}
		if token.Type != xhtml.StartTagToken && token.Type != xhtml.SelfClosingTagToken {
			continue
		}
		count[token.Data]++
		if !slices.Contains(known, token.Data) {
			t.Fatalf("unexpected element %s", token)
		}
	}
	return count
}
