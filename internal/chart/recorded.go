package chart

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// recordedName is the file that replaces a chart in the recording of a scenario: what the chart was rendered to.
const recordedName = "gherkind-rendered.json"

// recorded has what a chart was rendered to, by [Request.key].
type recorded map[string]*Rendered

// key identifies a request in the recording of a scenario.
func (r Request) key() (string, error) {
	text, err := json.Marshal(r.Values)
	if err != nil {
		return "", fmt.Errorf("write the values of a chart: %w", err)
	}
	of := r.Release
	if r.Upgrade {
		of = "upgrade of " + of
	}
	return fmt.Sprintf("%s %x", of, sha256.Sum256(text))[:len(of)+17], nil
}

func readRecorded(data []byte) (recorded, error) {
	all := recorded{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("read what the chart was rendered to: %w", err)
	}
	return all, nil
}

func (all recorded) of(c *Chart, r Request) (*Rendered, error) {
	key, err := r.key()
	if err != nil {
		return nil, err
	}
	if out, have := all[key]; have {
		return out, nil
	}
	return nil, &Error{Path: c.Path, Msg: "the recording has this chart as it was rendered in the run, and there with other values: give the step those"}
}

// Record builds the file that represents a chart in a recording; see [Recorded].
type Record struct{ all recorded }

// Add adds the result of a request, with the text of each document for the recording.
func (r *Record) Add(request Request, out *Rendered) error {
	key, err := request.key()
	if err != nil {
		return err
	}
	if r.all == nil {
		r.all = recorded{}
	}
	r.all[key] = out
	return nil
}

// File returns the name of the file in the folder of the chart, and its content.
func (r *Record) File() (name string, data []byte, err error) {
	data, err = json.Marshal(r.all)
	return recordedName, data, err
}
