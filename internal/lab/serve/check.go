package serve

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/lab/wording"
)

// problem is why work is not accepted.
type problem struct {
	status   int
	reason   string // for the metrics
	sentence string
}

// check adds a student's work to the queue.
func (s *Server) check(w http.ResponseWriter, r *http.Request, who string) {
	p, err := s.take(w, r, who)
	switch {
	case err != nil:
		s.broken(w, r, err)
	case p != nil:
		s.metrics.refused(p.reason)
		s.refuse(w, r, p.status, p.sentence)
	case wantsPage(r):
		http.Redirect(w, r, "/", http.StatusSeeOther)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

func (s *Server) take(w http.ResponseWriter, r *http.Request, who string) (*problem, error) {
	words := s.words(r)
	if who == instructor {
		return &problem{http.StatusForbidden, "not-allowed", words.NotAllowed}, nil
	}
	v, now := s.room.view(who), s.options.Now()
	_, err := s.options.Rules.Next(v.history, now) // before the work is read
	switch {
	case err != nil:
		return against(err, words)
	case v.closing:
		return &problem{http.StatusServiceUnavailable, "closing", words.Closing}, nil
	case v.phase == waiting || v.phase == grading:
		return &problem{http.StatusConflict, "waiting", words.AlreadyWaiting}, nil
	case !s.checks.allow(who):
		return &problem{http.StatusTooManyRequests, "rate", words.TooOften}, nil
	}
	work := store.Waiting{Submitted: now, Language: languageOf(r)}
	if v.entry.Namespace == "" {
		var p *problem
		if work.Work, p = s.handedIn(w, r, words); p != nil {
			return p, nil
		}
	}
	work, first, err := s.room.reserve(who, work)
	switch {
	case err != nil:
		return against(err, words)
	case !first:
		return &problem{http.StatusConflict, "waiting", words.AlreadyWaiting}, nil
	}
	err = s.options.Store.Enqueue(r.Context(), s.options.Exercise.Name, work)
	s.room.admit(who, err == nil)
	return nil, err
}

// against returns the problem with an attempt that the rules of the exercise refuse.
func against(err error, words *wording.Web) (*problem, error) {
	refused, is := errors.AsType[*policy.Refused](err)
	if !is {
		return nil, err
	}
	return &problem{http.StatusConflict, string(refused.Reason), refusal(refused, words)}, nil
}

func refusal(r *policy.Refused, w *wording.Web) string {
	if r.Reason == policy.TooLate {
		return fmt.Sprintf(w.TooLate, at(r.Until))
	}
	return fmt.Sprintf(w.NoneLeft, r.Most)
}

// mostMemory is how much of a form is kept in memory; net/http stores the rest in files.
const mostMemory = 1 << 20

// handedIn returns the work in a form, as a ZIP file. The grader reads its contents.
func (s *Server) handedIn(w http.ResponseWriter, r *http.Request, words *wording.Web) ([]byte, *problem) {
	tooLarge := &problem{http.StatusRequestEntityTooLarge, "size", fmt.Sprintf(words.TooLarge, s.options.MostBytes>>10)}
	empty := &problem{http.StatusBadRequest, "empty", words.Empty}
	r.Body = http.MaxBytesReader(w, r.Body, s.options.MostBytes)
	if err := r.ParseMultipartForm(mostMemory); err != nil {
		if _, is := errors.AsType[*http.MaxBytesError](err); is {
			return nil, tooLarge
		}
		return nil, empty
	}
	defer r.MultipartForm.RemoveAll() //nolint:errcheck // it is in the folder for temporary files
	files := &handedFiles{}
	for _, header := range r.MultipartForm.File["files"] {
		data, err := readPart(header)
		if err != nil {
			return nil, empty
		}
		if strings.EqualFold(path.Ext(header.Filename), ".zip") && len(r.MultipartForm.File["files"]) == 1 {
			return data, nil
		}
		if len(data) > 0 {
			files.add(header.Filename, data)
		}
	}
	if text := r.PostFormValue("yaml"); strings.TrimSpace(text) != "" {
		files.add("pasted.yaml", []byte(text))
	}
	if len(files.all) == 0 {
		return nil, empty
	}
	archive, err := zipped(files.all)
	if err != nil {
		return nil, empty
	}
	return archive, nil
}

func readPart(header *multipart.FileHeader) ([]byte, error) {
	f, err := header.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}
