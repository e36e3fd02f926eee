package serve

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/page"
	"github.com/gherkind/gherkind/internal/lab/wording"
)

type classData struct {
	frame
	Live template.HTML
}

func (s *Server) classPage(w http.ResponseWriter, r *http.Request) {
	d := classData{frame: s.frame(r, "")}
	d.Name = d.W.InstructorPage
	var err error
	if d.Live, err = s.class(d.Language); err != nil {
		s.broken(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", policyOfClass)
	s.show(w, r, http.StatusOK, "class", d)
}

// class renders the part of the class page that changes: the grades that count, and the progress of the others.
func (s *Server) class(language string) (template.HTML, error) {
	words := wording.WebIn(language)
	text, err := s.options.Text("", language)
	if err != nil {
		return "", err
	}
	c := page.Class{Title: text.Title, Language: language, Book: export.Book{Now: s.options.Now()}}
	c.Link = func(g *marks.Grade) string { return "/student?" + url.Values{"key": {g.Student.Key()}}.Encode() }
	all := s.room.all()
	c.Total = len(all)
	for _, v := range all {
		g := v.counting
		if g == nil && v.last != nil {
			g = v.last.Grade
		}
		if g != nil {
			c.Book.Grades = append(c.Book.Grades, g)
		}
		if why := state(v, words); why != "" {
			c.Missing = append(c.Missing, page.Missing{Student: nameOf(v.entry.Student), Why: why})
		}
	}
	return page.ClassPart(c)
}

// state describes a student's work in addition to the grade: it waits, is being checked, could not be checked, or does not
// exist yet.
func state(v view, w *wording.Web) string {
	switch {
	case v.phase == waiting:
		return w.StateWaiting + fmt.Sprintf(" (%d)", v.place)
	case v.phase == grading:
		return w.StateGrading + fmt.Sprintf(" (%d)", len(v.judged))
	case v.phase == none:
		return w.StateNone
	case v.last.Grade == nil:
		return v.last.Error
	}
	return ""
}

// studentOfClass shows the instructor what a student sees of the last attempt.
func (s *Server) studentOfClass(w http.ResponseWriter, r *http.Request, who string) {
	key := r.URL.Query().Get("key")
	if who != instructor {
		s.refuse(w, r, http.StatusForbidden, s.words(r).NotAllowed)
		return
	}
	s.room.mu.Lock()
	_, is := s.room.students[key]
	s.room.mu.Unlock()
	if !is {
		http.NotFound(w, r)
		return
	}
	v := s.room.view(key)
	d := classData{frame: s.frame(r, key)}
	d.Name = nameOf(v.entry.Student)
	var err error
	if d.Live, err = s.live(v, d.Language); err != nil {
		s.broken(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "one", d)
}
