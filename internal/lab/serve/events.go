package serve

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"time"
)

const (
	// beat is how often a stream sends a heartbeat: without one, proxies would close it.
	beat = 15 * time.Second
	// pace is the minimum time between updates of a class page, however fast the class changes.
	pace      = 500 * time.Millisecond
	writeTime = 10 * time.Second
)

// event is the data of an event. It always has the complete state, so that a lost event does no harm.
type event struct {
	HTML template.HTML `json:"html"`
	Line string        `json:"line"` // announced by screen readers
	Busy bool          `json:"busy"` // nothing can be submitted now
	// Ended counts gradings: the same outcome twice is two events.
	Ended int `json:"ended"`
}

// events is the stream of the changes of a page.
func (s *Server) events(w http.ResponseWriter, r *http.Request, who string) {
	if !s.streams.open(who) {
		s.metrics.refused("streams")
		s.refuse(w, r, http.StatusTooManyRequests, s.words(r).TooOften)
		return
	}
	defer s.streams.close(who)
	changed, stop := s.room.watch(who)
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // for proxies that would otherwise buffer events
	out := &stream{to: w, control: http.NewResponseController(w)}
	s.follow(r, out, who, changed)
}

// follow sends the current state, and each change, until one side ends it. The last event says that the server stops.
func (s *Server) follow(r *http.Request, out *stream, who string, changed <-chan struct{}) {
	beats := time.NewTicker(beat)
	defer beats.Stop()
	language, before := languageOf(r), event{Ended: -1}
	for {
		e, err := s.event(who, language)
		if err != nil {
			s.say(err)
			return
		}
		if e != before && out.send(e) != nil {
			return // the client has gone
		}
		before = e
		if who == instructor && !s.rest(r) {
			return
		}
		for waits := true; waits; {
			select {
			case <-changed:
				waits = false
			case <-beats.C:
				if out.write(": still here\n\n") != nil {
					return
				}
			case <-r.Context().Done():
				return
			case <-s.closing:
				if e, err := s.event(who, language); err == nil {
					_ = out.send(e) // the stream ends in any case
				}
				return
			}
		}
	}
}

// rest waits for the minimum time between updates.
func (s *Server) rest(r *http.Request) bool {
	timer := time.NewTimer(pace)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.closing:
		return true
	case <-r.Context().Done():
		return false
	}
}

func (s *Server) event(who, language string) (e event, err error) {
	if who == instructor {
		e.HTML, err = s.class(language)
		return e, err
	}
	v := s.room.view(who)
	d, err := s.liveOf(v, language)
	if err != nil {
		return e, err
	}
	e.Ended = v.ended
	e.Line, e.Busy = d.sentence(), v.phase == waiting || v.phase == grading || v.closing
	e.HTML, err = s.live(v, language)
	return e, err
}

// stream writes events.
type stream struct {
	to      http.ResponseWriter
	control *http.ResponseController
	count   int
}

func (s *stream) send(e event) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	s.count++
	return s.write(fmt.Sprintf("id: %d\nevent: state\ndata: %s\n\n", s.count, data))
}

func (s *stream) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := s.to.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
