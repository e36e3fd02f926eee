// Package messages writes a run as Cucumber Messages.
package messages

import (
	"bytes"
	"encoding/json"
	"runtime"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"

	messages "github.com/cucumber/messages/go/v21"
)

// messagesProtocol is the version of Cucumber Messages.
const messagesProtocol = "21.0.1"

// New returns the listener that writes the run as Cucumber Messages, one JSON object per line, from which Cucumber's tools
// generate pages and documentation. It contains the unchanged sources and their parsed documents. The explanation of a failure is
// an attachment of its step.
//
// Scenarios that were running when the file was written are started but not finished. Scenarios that were not started only have a
// pickle and a test case. The message that ends a run is missing until the run has ended.
func New(path string) report.Listener {
	m := &messagesFile{}
	m.File = &show.File[[]byte]{Format: "Messages", Path: path, Part: m.part, Whole: m.whole}
	return m
}

type messagesFile struct {
	*show.File[[]byte]
	head []byte // up to the test cases; this part does not change
	runs map[*report.Scenario]testCase
}

func (m *messagesFile) RunStarted(r *report.Run) {
	m.prepare(r)
	m.File.RunStarted(r)
}

// RunFinished is also called if the run never started.
func (m *messagesFile) RunFinished(r *report.Run) error {
	if m.runs == nil {
		m.prepare(r)
	}
	return m.File.RunFinished(r)
}

func (m *messagesFile) prepare(r *report.Run) {
	var out envelopes
	out.add(messages.Envelope{Meta: metaOf(r)})
	ids := (&messages.Incrementing{}).NewId
	pickles := out.features(r, ids)
	definitions := out.definitions(r, ids)
	hook := ids()
	out.add(messages.Envelope{Hook: &messages.Hook{
		Id: hook, Name: hookName, SourceReference: &messages.SourceReference{Uri: "gherkind"},
	}})
	out.add(messages.Envelope{TestRunStarted: &messages.TestRunStarted{Timestamp: timestamp(r.Started)}})
	m.runs = map[*report.Scenario]testCase{}
	for _, s := range r.Scenarios {
		c := newTestCase(s, pickles[s], ids)
		m.runs[s] = c
		out.add(messages.Envelope{TestCase: c.message(s, definitions, hook)})
	}
	m.head = out.Bytes()
}

func (m *messagesFile) part(e show.Entry) []byte {
	var out envelopes
	m.runs[e.Scenario].play(e, m.Run, &out)
	return out.Bytes()
}

func (m *messagesFile) whole(now show.Snapshot[[]byte]) ([]byte, error) {
	var out envelopes
	out.Write(m.head)
	for _, part := range now.Parts {
		out.Write(part)
	}
	if now.Finished {
		out.add(messages.Envelope{TestRunFinished: &messages.TestRunFinished{
			Success: now.Run.Passed(), Message: show.Value(now.Run.Err), Timestamp: timestamp(now.Run.Ended),
		}})
	}
	return out.Bytes(), out.err
}

// envelopes has messages in written form.
type envelopes struct {
	bytes.Buffer
	err error
}

func (e *envelopes) add(m messages.Envelope) {
	line, err := json.Marshal(m)
	if err != nil && e.err == nil {
		e.err = err
	}
	e.Write(append(line, '\n'))
}

func metaOf(r *report.Run) *messages.Meta {
	_, version, _ := strings.Cut(show.Attr(r.Tool), " ")
	return &messages.Meta{
		ProtocolVersion: messagesProtocol,
		Implementation:  &messages.Product{Name: "gherkind", Version: version},
		Runtime:         &messages.Product{Name: "Kubernetes", Version: show.Attr(r.Cluster.Kubernetes)},
		Os:              &messages.Product{Name: runtime.GOOS},
		Cpu:             &messages.Product{Name: runtime.GOARCH},
	}
}

func timestamp(t time.Time) *messages.Timestamp {
	at := messages.GoTimeToTimestamp(t)
	return &at
}
