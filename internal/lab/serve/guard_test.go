package serve

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/scenarios/report"
)

var asPage = map[string]string{"Accept": "text/html"}

// TestTokens: each token is for one person, is created once, and is stored nowhere.
func TestTokens(t *testing.T) {
	l := newLab(t, passes, nil)
	if len(l.tokens) != 4 {
		t.Fatal(l.tokens)
	}
	for _, file := range []string{l.path, l.path + "-wal"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for who, token := range l.tokens {
			if strings.Contains(string(data), token) {
				t.Errorf("the token of %q is in %s", who, file)
			}
		}
	}
	if again, err := Issue(t.Context(), l.options.Store, "web", l.options.Entries, false); err != nil || len(again) > 0 {
		t.Error(again, err)
	}
	login := func(token string) (int, http.Header) {
		status, _, header := l.ask("nobody", http.MethodPost, "/login", strings.NewReader(url.Values{"token": {token}}.Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
		return status, header
	}
	if status, header := login(l.tokens["s1"]); status != http.StatusSeeOther || !strings.Contains(header.Get("Set-Cookie"), "HttpOnly; SameSite=Strict") {
		t.Error(status, header)
	}
	if status, header := login("guessed"); status != http.StatusForbidden || header.Get("Set-Cookie") != "" {
		t.Error(status, header)
	}
	for path, want := range map[string]int{"/": http.StatusSeeOther, "/login": http.StatusOK, "/healthz": http.StatusOK, "/assets/serve.js": http.StatusOK, "/assets/..%2fdoc.go": http.StatusNotFound} {
		if status, _, _ := l.ask("nobody", http.MethodGet, path, nil, asPage); status != want {
			t.Errorf("GET %s without a token: %d", path, status)
		}
	}
	for _, path := range []string{"/events", "/metrics", "/student?key=s2"} {
		if status, _, _ := l.ask("nobody", http.MethodGet, path, nil, nil); status != http.StatusUnauthorized {
			t.Errorf("GET %s without a token: %d", path, status)
		}
	}
	for _, path := range []string{"/metrics", "/student?key=s2"} {
		if status, _, _ := l.ask("s1", http.MethodGet, path, nil, nil); status != http.StatusForbidden {
			t.Errorf("GET %s as a student: %d", path, status)
		}
	}
	if _, page, _ := l.ask("s1", http.MethodGet, "/", nil, asPage); !strings.Contains(page, "Ada") || strings.Contains(page, "s2") {
		t.Error("the page of s1 also shows others")
	}
	renewed, err := Issue(t.Context(), l.options.Store, "web", l.options.Entries[:1], true)
	if err != nil || len(renewed) != 2 {
		t.Fatal(renewed, err)
	}
	l.stop()
	l.options.Entries = l.options.Entries[:2] // s3 has left the class
	l.start()
	for who, want := range map[string]int{"s1": http.StatusUnauthorized, "s2": http.StatusOK, "s3": http.StatusUnauthorized} {
		header := map[string]string{"Authorization": "Bearer " + l.tokens[who]}
		if status, _, _ := l.ask("nobody", http.MethodGet, "/", nil, header); status != want {
			t.Errorf("%s after the tokens were renewed: %d", who, status)
		}
	}
}

// TestLimits: of size, frequency, and streams.
func TestLimits(t *testing.T) {
	l := newLab(t, passes, nil)
	if status, text := l.check("s1", strings.Repeat("#", 70<<10), nil); status != http.StatusRequestEntityTooLarge || !strings.Contains(text, "more than 64 KiB") {
		t.Error(status, text)
	}
	if status, text := l.check("s1", " ", nil); status != http.StatusBadRequest || !strings.Contains(text, "nothing to check") {
		t.Error(status, text)
	}
	if status, _, _ := l.ask("s2", http.MethodPost, "/check", strings.NewReader("--x"), map[string]string{"Content-Type": "multipart/form-data; boundary=x"}); status != http.StatusBadRequest {
		t.Error(status)
	}
	l.check("s1", " ", nil)
	if status, text := l.check("s1", podYAML, nil); status != http.StatusTooManyRequests || !strings.Contains(text, "too often") {
		t.Error(status, text)
	}
	for range mostStreams {
		l.events("s2", "en")
	}
	if status, _, _ := l.ask("s2", http.MethodGet, "/events", nil, nil); status != http.StatusTooManyRequests {
		t.Error(status)
	}
	last := 0
	for range 2 * requestsAtOnce {
		last, _, _ = l.ask("s3", http.MethodGet, "/", nil, nil)
	}
	if last != http.StatusTooManyRequests {
		t.Error(last)
	}
	if status, _, _ := l.ask("s1", http.MethodGet, "/", nil, nil); status != http.StatusOK {
		t.Error("one student's requests limit another student", status)
	}
	for range strangeAtOnce + 1 {
		last, _, _ = l.ask("nobody", http.MethodPost, "/login", nil, nil)
	}
	if last != http.StatusTooManyRequests {
		t.Error(last)
	}
	_, text, _ := l.ask("", http.MethodGet, "/metrics", nil, nil)
	for _, want := range []string{`gherkind_lab_refused_total{exercise="web",reason="size"} 1`, `reason="streams"} 1`, `gherkind_lab_waiting{exercise="web"} 0`, "go_goroutines"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

// TestLimiter: it allows again after some time, and remembers a limited number of keys.
func TestLimiter(t *testing.T) {
	c := &clock{now: noon}
	l := newLimiter(1, 2, c.time)
	if first, second, third := l.allow("a"), l.allow("a"), l.allow("a"); !first || !second || third || !l.allow("b") {
		t.Error("a burst of 2 is not 2")
	}
	c.add(time.Second)
	if !l.allow("a") || l.allow("a") {
		t.Error("a rate of 1 per second is not 1")
	}
	for i := range mostKeys + 10 {
		l.allow(time.Duration(i).String())
	}
	if len(l.of) > mostKeys {
		t.Error(len(l.of))
	}
}

// TestNothingThatOthersWriteIsMarkup: names, observations, instructions, and submissions.
func TestNothingThatOthersWriteIsMarkup(t *testing.T) {
	const evil = `<img src=x onerror=alert(1)>`
	l := newLab(t, nil, func(l *lab) {
		l.options.Entries[0].Student.Name = evil + "\x1b[31m"
		l.exercise.Title["en"] = evil
		l.exercise.Instructions["en"] = "# Do it\n\n" + evil + "\n\n[a](javascript:alert(2)) **b** [c](https://example.org)\n"
		l.exercise.Criteria[0].Title = evil
	})
	l.judge = func(context.Context, string) *report.Scenario { return failed(evil) }
	e := l.events("s1", "en")
	l.check("s1", podYAML, nil)
	got := e.until("Attempt 1: 0 of 10 points")
	l.check("s2", strings.Replace(podYAML, "name: web}", "name: \""+evil+"\", namespace: x}", 1), nil)
	l.events("s2", "en").until("SUBMISSION_REFUSED")
	texts := map[string]string{"event": string(got.HTML)}
	var header http.Header
	_, texts["page"], header = l.ask("s1", http.MethodGet, "/", nil, asPage)
	_, texts["class"], _ = l.ask("", http.MethodGet, "/", nil, asPage)
	_, texts["one"], _ = l.ask("", http.MethodGet, "/student?key=s2", nil, asPage)
	for name, text := range texts {
		if strings.Contains(text, "<img") || strings.Contains(text, "javascript:") || strings.Contains(text, "\x1b") {
			t.Errorf("%s: %s", name, text)
		}
		if !strings.Contains(text, "&lt;img") {
			t.Errorf("%s does not contain the text, so it proves nothing: %s", name, text)
		}
	}
	if !strings.Contains(texts["page"], "<strong>b</strong>") || !strings.Contains(texts["page"], `href="https://example.org"`) {
		t.Error(texts["page"])
	}
	for name, text := range texts {
		if name != "event" && (strings.Contains(text, "<style") || strings.Contains(text, "<script>") || strings.Count(text, "<script") != 1) {
			t.Errorf("%s has a script or a style in it", name)
		}
	}
	p := header.Get("Content-Security-Policy")
	if !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(header)
	}
}

// TestOtherSitesCannotHandIn: the browser of a student sends a form from another site.
func TestOtherSitesCannotHandIn(t *testing.T) {
	l := newLab(t, passes, nil)
	for _, header := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}} {
		if status, _ := l.check("s1", podYAML, header); status != http.StatusForbidden {
			t.Error(header, status)
		}
	}
	if status, text := l.check("s1", podYAML, map[string]string{"Sec-Fetch-Site": "same-origin"}); status != http.StatusAccepted {
		t.Error(status, text)
	}
}

// TestWhatIsHandedIn: a ZIP file is passed on unchanged, other files and YAML are combined; the grader refuses paths that lead
// out, as an attempt.
func TestWhatIsHandedIn(t *testing.T) {
	l := newLab(t, passes, nil)
	archive, err := zipped([]handedFile{{"../up.yaml", []byte(podYAML)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who, yaml string
		files     map[string]string
		says      string
	}{
		{"s1", "", map[string]string{"work.zip": string(archive)}, "leads out of its folder"},
		{"s2", "", map[string]string{"../../a.yaml": podYAML, "b.yml": strings.Replace(podYAML, "web", "b", 1)}, "10 of 10 points"},
	} {
		body, header := form(t, c.yaml, c.files)
		if status, text, _ := l.ask(c.who, http.MethodPost, "/check", body, header); status != http.StatusAccepted {
			t.Fatal(status, text)
		}
		l.events(c.who, "en").until(c.says)
	}
}

// TestLanguage: that of the browser, unless another one was chosen.
func TestLanguage(t *testing.T) {
	l := newLab(t, passes, nil)
	for accept, want := range map[string]string{"": `lang="en"`, "zh-TW,zh;q=0.9": `lang="zh"`, "de": `lang="en"`} {
		if _, page, _ := l.ask("s1", http.MethodGet, "/", nil, map[string]string{"Accept": "text/html", "Accept-Language": accept}); !strings.Contains(page, "<html "+want) {
			t.Errorf("%q: %.100s", accept, page)
		}
	}
	status, _, header := l.ask("s1", http.MethodGet, "/language/zh", nil, nil)
	if status != http.StatusSeeOther || !strings.Contains(header.Get("Set-Cookie"), languageCookie+"=zh;") {
		t.Error(status, header)
	}
}

// TestTheInstructorSeesTheClass: the class page includes hidden criteria, and links to the page of each student.
func TestTheInstructorSeesTheClass(t *testing.T) {
	l := newLab(t, passes, func(l *lab) { l.exercise.Criteria[2].Visibility = marks.Hidden })
	l.check("s1", podYAML, nil)
	l.events("s1", "en").until("6 of 6 points")
	_, page, header := l.ask("", http.MethodGet, "/", nil, asPage)
	for _, want := range []string{"10 / 10", "takes its place", `href="/student?key=s1"`, "nothing handed in"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if !strings.Contains(header.Get("Content-Security-Policy"), "script-src 'self';") {
		t.Error(header)
	}
	if status, one, _ := l.ask("", http.MethodGet, "/student?key=s1", nil, asPage); status != http.StatusOK || !strings.Contains(one, "Ada") {
		t.Error(status, one)
	}
	if status, _, _ := l.ask("", http.MethodGet, "/student?key=zzz", nil, asPage); status != http.StatusNotFound {
		t.Error(status)
	}
	if status, _ := l.check("", podYAML, nil); status != http.StatusForbidden {
		t.Error(status)
	}
}

// TestAFaultOfTheServer: who asks learns in their language that the server is at fault; the reason is for its operator.
func TestAFaultOfTheServer(t *testing.T) {
	l := newLab(t, passes, nil)
	if err := l.options.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"en": "The server could not answer.", "zh": "服务器无法响应"} {
		status, text := l.check("s1", podYAML, map[string]string{"Accept-Language": language})
		if status != http.StatusInternalServerError || !strings.Contains(text, want) || strings.Contains(text, "sql") {
			t.Errorf("%s: %d %s", language, status, text)
		}
	}
}
