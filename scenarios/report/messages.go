package report

import (
	"bytes"
	"encoding/json"
	"runtime"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"
)

// messagesProtocol is the version of the messages that are written.
const messagesProtocol = "21.0.1"

// NewMessages makes the listener that writes the run as Cucumber Messages, one JSON object a
// line, from which Cucumber's own tools make a living page or documentation. The
// sources and everything the parser made of them are in it as they are; the
// explanation of a failure is an attachment of its step.
//
// Scenarios that were running when the file was written are started there and
// not finished, those not started are not mentioned beyond their pickle and test case, and the
// message that ends a run is missing until it is over.
func NewMessages(path string) Listener {
	m := &messagesFile{}
	m.file = &file[[]byte]{format: "Messages", path: path, part: m.part, whole: m.whole}
	return m
}

type messagesFile struct {
	*file[[]byte]
	head []byte // up to the test cases; it does not change
	runs map[*Scenario]testCase
}

func (m *messagesFile) RunStarted(r *Run) {
	m.prepare(r)
	m.file.RunStarted(r)
}

// RunFinished is also told when the run was never started.
func (m *messagesFile) RunFinished(r *Run) error {
	if m.runs == nil {
		m.prepare(r)
	}
	return m.file.RunFinished(r)
}

func (m *messagesFile) prepare(r *Run) {
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
	m.runs = map[*Scenario]testCase{}
	for _, s := range r.Scenarios {
		c := newTestCase(s, pickles[s], ids)
		m.runs[s] = c
		out.add(messages.Envelope{TestCase: c.message(s, definitions, hook)})
	}
	m.head = out.Bytes()
}

func (m *messagesFile) part(e entry) []byte {
	var out envelopes
	m.runs[e.Scenario].play(e, m.run, &out)
	return out.Bytes()
}

func (m *messagesFile) whole(now snapshot[[]byte]) ([]byte, error) {
	var out envelopes
	out.Write(m.head)
	for _, part := range now.parts {
		out.Write(part)
	}
	if now.finished {
		out.add(messages.Envelope{TestRunFinished: &messages.TestRunFinished{
			Success: now.run.Passed(), Message: value(now.run.Err), Timestamp: timestamp(now.run.Ended),
		}})
	}
	return out.Bytes(), out.err
}

// envelopes are messages as they are written.
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

func metaOf(r *Run) *messages.Meta {
	_, version, _ := strings.Cut(attr(r.Tool), " ")
	return &messages.Meta{
		ProtocolVersion: messagesProtocol,
		Implementation:  &messages.Product{Name: "gherkind", Version: version},
		Runtime:         &messages.Product{Name: "Kubernetes", Version: attr(r.Cluster.Kubernetes)},
		Os:              &messages.Product{Name: runtime.GOOS},
		Cpu:             &messages.Product{Name: runtime.GOARCH},
	}
}

func timestamp(t time.Time) *messages.Timestamp {
	at := messages.GoTimeToTimestamp(t)
	return &at
}
