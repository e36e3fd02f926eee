package serve

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// mostLine is the maximum length of a displayed name.
const mostLine = 300

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"line": func(s string) string { return plaintext.Line(s, mostLine) },
}).ParseFS(assets, "assets/*.gohtml"))

// frame is the common data of all pages.
type frame struct {
	Language string
	W        *wording.Web
	M        *wording.Table
	Title    string
	Name     string // of the current user
}

func (s *Server) frame(r *http.Request, student string) frame {
	f := frame{Language: languageOf(r)}
	f.W, f.M = wording.WebIn(f.Language), wording.In(f.Language)
	text, err := s.options.Text(student, f.Language)
	if err != nil {
		s.say(err)
	}
	f.Title = cmp.Or(text.Title, s.options.Exercise.Name)
	return f
}

func nameOf(s marks.Student) string { return cmp.Or(s.Name, s.Key()) }

// show writes a complete page, or an error if it cannot be rendered.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		s.broken(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // an error means that the client has gone
}

// refuse says why something is not done, as a page or as text, depending on the client.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	if wantsPage(r) {
		s.show(w, r, status, "problem", loginData{s.frame(r, ""), sentence})
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(sentence + "\n")) // an error means that the client has gone
}

func (s *Server) home(w http.ResponseWriter, r *http.Request, who string) {
	if who == instructor {
		s.classPage(w, r)
		return
	}
	s.studentPage(w, r, who)
}
