package cli

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// served is a gherkind lab serve in this process.
type served struct {
	t     *testing.T
	lines *bufio.Scanner
	stop  context.CancelFunc
	ended chan error
}

func labServe(t *testing.T, with withGrader, args ...string) *served {
	t.Helper()
	r, w := io.Pipe()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	s := &served{t: t, lines: bufio.NewScanner(r), stop: stop, ended: make(chan error, 1)}
	t.Cleanup(stop)
	c := labServeCommand(with)
	c.SetArgs(append([]string{"labs/web", "--roster", "roster.csv", "--listen", "127.0.0.1:0"}, args...))
	c.SetOut(w)
	c.SilenceErrors, c.SilenceUsage = true, true
	go func() {
		err := c.ExecuteContext(ctx)
		s.ended <- errors.Join(err, w.Close())
	}()
	return s
}

// line returns the next line of the output, which must begin with this text.
func (s *served) line(begins string) string {
	s.t.Helper()
	if !s.lines.Scan() {
		s.t.Fatalf("it ended: %v", <-s.ended)
	}
	text, is := strings.CutPrefix(s.lines.Text(), begins)
	if !is {
		s.t.Fatalf("%s, not %s", s.lines.Text(), begins)
	}
	return text
}

// ask sends a request with a token.
func ask(t *testing.T, method, url, token, contentType string, body io.Reader) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", contentType)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(text)
}

// tokensOf returns the tokens in a file of links, by student.
func tokensOf(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	tokens := map[string]string{}
	for _, row := range rows[1:] {
		_, tokens[row[0]], _ = strings.Cut(row[2], "#")
	}
	return tokens
}

// TestLabServe: submissions are graded into the state and the log of the class, even if something cannot be cleaned up; after
// ^C, the next server continues with the same tokens.
func TestLabServe(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", []byte("id,name\ns1,Ada\ns2,Grace\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	with := leaving(verdictsOf(map[string]marks.Verdict{"s1": marks.Failed}, &graded))
	s := labServe(t, with)
	_, teacher, _ := strings.Cut(s.line("instructor: http://127.0.0.1:"), "#")
	s.line("wrote .gherkind/class/web-tokens.csv: the links of 2 students")
	url, _, _ := strings.Cut(s.line("web for 2 students at "), " ")
	if info, err := os.Stat(".gherkind/class/web-tokens.csv"); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	tokens := tokensOf(t, ".gherkind/class/web-tokens.csv")
	if status, page := ask(t, http.MethodGet, url+"/", teacher, "", nil); status != http.StatusOK || !strings.Contains(page, "Grace") {
		t.Error(status, page)
	}
	var form strings.Builder
	w := multipart.NewWriter(&form)
	if err := errors.Join(w.WriteField("yaml", "kind: Pod"), w.Close()); err != nil {
		t.Fatal(err)
	}
	if status, text := ask(t, http.MethodPost, url+"/check", tokens["s1"], w.FormDataContentType(), strings.NewReader(form.String())); status != http.StatusAccepted {
		t.Fatal(status, text)
	}
	streamed(t, url+"/events", tokens["s1"], "Attempt 1: 0 of 2 points")
	s.stop()
	if err := <-s.ended; exitCode(err) != exitInterrupted {
		t.Error(err)
	}
	r, err := (&attempts.Log{Path: ".gherkind/class/web.jsonl"}).Verify(t.Context(), "")
	if err != nil || len(r.Entries) != 1 || r.Entries[0].Grade.Submitted.IsZero() || len(graded) != 1 {
		t.Fatalf("%+v, %v, graded %v", r, err, graded)
	}
	next := labServe(t, with)
	url, _, _ = strings.Cut(next.line("web for 2 students at "), " ")
	streamed(t, url+"/events", tokens["s1"], "Attempt 1: 0 of 2 points")
	next.stop()
	<-next.ended //nolint:errcheck // it was told to stop
	if _, err := gradeClass(t, with, "roster.csv", "labs/web"); exitCode(err) != exitUsage {
		t.Error("grade class takes a roster without what is graded", err)
	}
	renewed := labServe(t, with, "--new-tokens")
	if err := <-renewed.ended; exitCode(err) != exitUsage || !strings.Contains(err.Error(), "web-tokens.csv already exists") {
		t.Error(err)
	}
}

// streamed reads a stream of events until it contains a text.
func streamed(t *testing.T, url, token, what string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	lines := bufio.NewScanner(a.Body)
	for lines.Scan() {
		if strings.Contains(lines.Text(), what) {
			return
		}
	}
	t.Fatalf("the stream ended without %q: %v", what, lines.Err())
}

func TestLabServeRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"--roster with a CSV file":         {"labs/web"},
		"add --expose":                     {"labs/web", "--roster", "r.csv", "--listen", "0.0.0.0:8080"},
		"other machines can reach":         {"labs/web", "--roster", "r.csv", "--listen", ":8080"},
		"write an address and a port":      {"labs/web", "--roster", "r.csv", "--listen", "8080"},
		"at least 1 student must be grade": {"labs/web", "--roster", "r.csv", "--parallel", "0"},
		"read the roster":                  {"labs/web", "--roster", "r.csv", "--listen", "[::1]:0"},
	} {
		c := labServeCommand(nil)
		c.SetArgs(args)
		c.SilenceErrors, c.SilenceUsage = true, true
		if err := c.ExecuteContext(t.Context()); exitCode(err) != exitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
}
