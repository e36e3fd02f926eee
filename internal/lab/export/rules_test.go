package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	xhtml "golang.org/x/net/html"
)

// The rules of each format are repeated here independently of the writers, as the documentation of the systems states them.

// TestCSV: all files can be read back, have the same number of cells in each line, and contain no formula.
func TestCSV(t *testing.T) {
	heads := map[string]string{
		"canvas":   "Student,ID,SIS User ID,SIS Login ID,Section,",
		"csv":      "id,name,email,exercise,attempt,started,verdict,points,total,at_least,at_most,late_penalty,",
		"moodle":   "ID number,Email address,Full name,",
		"nbgrader": "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score\r\n",
	}
	for name, head := range heads {
		text := bytesOf(t, name, book(ada(), grace(), mallory()))
		if bare := strings.ReplaceAll(text, `"`, ""); !strings.HasPrefix(bare, strings.ReplaceAll(head, `"`, "")) {
			t.Errorf("%s begins with %q", name, text[:100])
		}
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll() // all lines have the same number of cells
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, record := range records[1:] {
			for _, cell := range record {
				if strings.ContainsAny(cell, "\x00\x1b\t\u202e") || cell != "" && strings.ContainsRune("=+-@\r\n", rune(cell[0])) {
					t.Errorf("%s: cell %q", name, cell)
				}
			}
		}
	}
}

// TestCSVIsNoFormulaWithAnotherSeparator: a spreadsheet that expects semicolons does not split a cell.
func TestCSVIsNoFormulaWithAnotherSeparator(t *testing.T) {
	for text, want := range map[string]string{
		"plain":       "plain",
		"a;=1+1":      `"a;=1+1"`,
		`a";=1+1;"`:   `"a"";=1+1;"""`,
		"=1+1":        `"'=1+1"`,
		" =1+1":       `"' =1+1"`, //nolint:gocritic // the space is what is tested
		"\t=1+1":      `"' =1+1"`,
		"-1":          `"'-1"`,
		"@SUM(A1)":    `"'@SUM(A1)"`,
		"＝1+1":        `"'＝1+1"`,
		"\u00a0+1":    "\"'\u00a0+1\"",
		"12.5":        "12.5",
		"a@b.example": "a@b.example",
	} {
		var s sheet
		s.row(text)
		if got := strings.TrimSuffix(s.String(), "\r\n"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestMoodleFeedbackIsNoMarkup: Moodle shows feedback as HTML.
func TestMoodleFeedbackIsNoMarkup(t *testing.T) {
	text := bytesOf(t, "moodle", book(mallory()))
	if _, rows, _ := strings.Cut(text, "\r\n"); !strings.Contains(rows, "&lt;script&gt;") {
		t.Error(text)
	} else if records, err := csv.NewReader(strings.NewReader(text)).ReadAll(); err != nil || strings.Contains(records[1][4], "<") {
		t.Errorf("%v %s", err, records[1][4])
	}
}

func TestGradescopeRules(t *testing.T) {
	visibilities := []string{"hidden", "after_due_date", "after_published", "visible"}
	formats := []string{"text", "html", "simple_format", "md", "ansi"}
	for _, g := range []Book{book(ada()), book(grace()), book(mallory())} {
		var doc struct {
			Score         *float64       `json:"score"`
			ExecutionTime *int           `json:"execution_time"`
			Output        string         `json:"output"`
			OutputFormat  string         `json:"output_format"`
			Visibility    string         `json:"visibility"`
			Stdout        string         `json:"stdout_visibility"`
			Extra         map[string]any `json:"extra_data"`
			Tests         []struct {
				Score    *float64 `json:"score"`
				Max      *float64 `json:"max_score"`
				Status   string   `json:"status"`
				Name     string   `json:"name"`
				NameForm string   `json:"name_format"`
				Number   string   `json:"number"`
				Output   string   `json:"output"`
				Format   string   `json:"output_format"`
				Tags     []string `json:"tags"`
				Shown    string   `json:"visibility"`
			} `json:"tests"`
		}
		decoder := json.NewDecoder(strings.NewReader(bytesOf(t, "gradescope", g)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&doc); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(visibilities, doc.Visibility) || !slices.Contains(visibilities, doc.Stdout) || !slices.Contains(formats, doc.OutputFormat) || doc.ExecutionTime == nil {
			t.Errorf("%+v", doc)
		}
		_, decided := g.Grades[0].Points()
		if (doc.Score != nil) != decided {
			t.Errorf("score %v of a grade that is decided: %v", doc.Score, decided)
		}
		for i, test := range doc.Tests {
			if (test.Score != nil) != decided || test.Max == nil || !slices.Contains(formats, test.Format) || !slices.Contains(visibilities, test.Shown) ||
				test.Number != strconv.Itoa(i+1) || !slices.Contains([]string{"passed", "failed", ""}, test.Status) || test.Name == "" {
				t.Errorf("test %+v", test)
			}
		}
	}
	if text := bytesOf(t, "gradescope", book(ada())); strings.Contains(text, "Needs: service, secret") || !strings.Contains(text, `"output": "Needs: service"`) {
		t.Errorf("it contains the name of a hidden criterion:\n%s", text)
	}
}

func TestLTIRules(t *testing.T) {
	decoder := json.NewDecoder(strings.NewReader(bytesOf(t, "lti", book(ada(), grace(), mallory()))))
	decoder.DisallowUnknownFields()
	var progress []string
	for {
		var s struct {
			UserID           string    `json:"userId"`
			ScoreGiven       *float64  `json:"scoreGiven"`
			ScoreMaximum     *float64  `json:"scoreMaximum"`
			Comment          string    `json:"comment"`
			Timestamp        time.Time `json:"timestamp"`
			ActivityProgress string    `json:"activityProgress"`
			GradingProgress  string    `json:"gradingProgress"`
		}
		err := decoder.Decode(&s)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.UserID == "" || s.Timestamp.IsZero() || s.ScoreMaximum == nil || *s.ScoreMaximum <= 0 ||
			!slices.Contains([]string{"Initialized", "Started", "InProgress", "Submitted", "Completed"}, s.ActivityProgress) {
			t.Errorf("%+v", s)
		}
		if (s.GradingProgress == "FullyGraded") != (s.ScoreGiven != nil) {
			t.Errorf("%+v", s)
		}
		progress = append(progress, s.GradingProgress)
	}
	if want := []string{"FullyGraded", "Failed", "FullyGraded"}; !slices.Equal(progress, want) {
		t.Error(progress)
	}
}

// TestJUnitRules: a strict parser reads it, and the sums are correct.
func TestJUnitRules(t *testing.T) {
	var doc struct {
		XMLName                          xml.Name `xml:"testsuites"`
		Tests, Failures, Errors, Skipped int      `xml:",attr"`
		Suites                           []struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	text := bytesOf(t, "junit", book(ada(), grace(), mallory()))
	decoder := xml.NewDecoder(strings.NewReader(lower(text)))
	decoder.Strict = true
	if err := decoder.Decode(&doc); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got := [4]int{}
	for _, suite := range doc.Suites {
		for _, c := range suite.Cases {
			got[0]++
			switch {
			case c.Failure != nil:
				got[1]++
			case c.Error != nil:
				got[2]++
			case c.Skipped != nil:
				got[3]++
			}
		}
	}
	if want := [4]int{8, 2, 2, 1}; got != want || doc.Tests != 8 || doc.Failures != 2 || doc.Errors != 2 || doc.Skipped != 1 {
		t.Errorf("cases %v, want %v; the file says %d %d %d %d", got, want, doc.Tests, doc.Failures, doc.Errors, doc.Skipped)
	}
}

// lower writes the attribute names as Go's decoder expects them.
func lower(text string) string {
	return strings.NewReplacer(" tests=", " Tests=", " failures=", " Failures=", " errors=", " Errors=", " skipped=", " Skipped=").Replace(text)
}

// TestMarkdownIsText: the rendered page contains no element that a student wrote.
func TestMarkdownIsText(t *testing.T) {
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(bytesOf(t, "markdown", book(mallory()))), &out); err != nil {
		t.Fatal(err)
	}
	allowed := []string{"h1", "h2", "p", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "br", "pre"}
	tokens := xhtml.NewTokenizer(&out)
	for {
		switch tokens.Next() {
		case xhtml.ErrorToken:
			return
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			if name, _ := tokens.TagName(); !slices.Contains(allowed, string(name)) {
				t.Errorf("element <%s>", name)
			}
		case xhtml.TextToken, xhtml.EndTagToken, xhtml.CommentToken, xhtml.DoctypeToken:
		}
	}
}
