package serve

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// upload is a form whose first file is uploaded slowly.
type upload struct {
	t      *testing.T
	to     *io.PipeWriter
	form   *multipart.Writer
	answer chan *http.Response
}

// uploads begins to hand in work, and returns when the server reads it.
func (l *lab) uploads(who string) *upload {
	l.t.Helper()
	from, to := io.Pipe()
	u := &upload{t: l.t, to: to, form: multipart.NewWriter(to), answer: make(chan *http.Response, 1)}
	r, err := http.NewRequestWithContext(l.t.Context(), http.MethodPost, l.web.URL+"/check", from)
	if err != nil {
		l.t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: tokenCookie, Value: l.tokens[who]})
	r.Header.Set("Content-Type", u.form.FormDataContentType())
	r.Header.Set("Expect", "100-continue") // nothing is sent before the server reads
	transport := &http.Transport{ExpectContinueTimeout: time.Hour}
	l.t.Cleanup(transport.CloseIdleConnections)
	go func() {
		a, err := transport.RoundTrip(r) //nolint:bodyclose // who receives the answer closes it
		err = errors.Join(err, from.CloseWithError(io.ErrClosedPipe))
		if err != nil {
			l.t.Errorf("upload: %v", err)
		}
		u.answer <- a
	}()
	if _, err := u.form.CreateFormField("yaml"); err != nil {
		l.t.Fatal(err)
	}
	return u
}

// ends sends the rest, and returns the answer.
func (u *upload) ends() (status int, text string) {
	u.t.Helper()
	if _, err := io.WriteString(u.to, podYAML); err != nil {
		u.t.Fatal(err)
	}
	if err := errors.Join(u.form.Close(), u.to.Close()); err != nil {
		u.t.Fatal(err)
	}
	a := <-u.answer
	if a == nil {
		u.t.FailNow()
	}
	data, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		u.t.Fatal(err)
	}
	return a.StatusCode, string(data)
}

// TestASlowUploadIsNotAnAttemptFromBefore: work that was uploaded while other work was graded is the next attempt, or none.
func TestASlowUploadIsNotAnAttemptFromBefore(t *testing.T) {
	for most, want := range map[int]int{1: http.StatusConflict, 0: http.StatusAccepted} {
		l := newLab(t, passes, func(l *lab) { l.options.Rules.Most = most })
		slow := l.uploads("s1")
		if status, text := l.check("s1", podYAML, nil); status != http.StatusAccepted {
			t.Fatal(status, text)
		}
		e := l.events("s1", "en")
		e.until("Attempt 1: 10 of 10 points")
		status, text := slow.ends()
		if status != want || most == 1 && !strings.Contains(text, "All 1 attempts that the exercise allows are used") {
			t.Errorf("at most %d: %d %s", most, status, text)
		}
		if status == http.StatusAccepted {
			e.until("Attempt 2: 10 of 10 points")
		}
		l.stop()
	}
}

// TestFilesKeepTheirNames: those in Chinese, long ones, those of two folders, and YAML that is also pasted.
func TestFilesKeepTheirNames(t *testing.T) {
	long := strings.Repeat("a", 100) + ".yaml"
	var files handedFiles
	for _, name := range []string{"部署.yaml", "服务.yaml", long, "a/web.yaml", `C:\b\web.yaml`, "web.yaml", "pasted.yaml", "pasted.yaml", "README"} {
		files.add(name, []byte(name))
	}
	work, err := zipped(files.all)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(work), int64(len(work)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	if want := []string{"部署.yaml", "服务.yaml", long, "web.yaml", "web-2.yaml", "web-3.yaml", "pasted.yaml", "pasted-2.yaml", "README"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}
