package oncluster

import (
	"bytes"
	"compress/gzip"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/scenarios/report"
)

// result is a scenario that has ended, with the recording of its failure.
type result struct {
	Run      []byte // a shard report that contains only this scenario
	Evidence []byte // the bundle; empty if it passed
}

// mostUnpacked is the maximum size of a result, uncompressed.
const mostUnpacked = 1 << 30

// encode packs a scenario for a store that accepts at most most bytes. If its evidence does not fit, it is left out, and the
// scenario says so.
func encode(s *report.Scenario, most int) ([]byte, error) {
	evidence, err := evidenceOf(s)
	if err != nil {
		return nil, err
	}
	data, err := pack(s, evidence)
	if err != nil || len(data) <= most || len(evidence) == 0 {
		return data, err
	}
	without := *s
	without.Warnings = append(without.Warnings[:len(without.Warnings):len(without.Warnings)], report.Warning{
		Text: fmt.Sprintf("the recording of the failure is left out: it has %d MB, and a runner can store %d MB; run the scenario without --on-cluster to get it", len(evidence)>>20, most>>20),
	})
	return pack(&without, nil)
}

func evidenceOf(s *report.Scenario) ([]byte, error) {
	if s.Bundle == "" {
		return nil, nil
	}
	data, err := os.ReadFile(s.Bundle + bundle.Extension)
	if errors.Is(err, fs.ErrNotExist) { // it could not be saved; the scenario says why
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the evidence: %w", err)
	}
	return data, nil
}

func pack(s *report.Scenario, evidence []byte) ([]byte, error) {
	run, err := shardfile.Marshal(&report.Run{Scenarios: []*report.Scenario{s}})
	if err != nil {
		return nil, fmt.Errorf("write the result: %w", err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if err := errors.Join(gob.NewEncoder(zip).Encode(result{run, evidence}), zip.Close()); err != nil {
		return nil, fmt.Errorf("pack the result: %w", err)
	}
	return out.Bytes(), nil
}

// decode reverses encode.
func decode(data []byte) (s *report.Scenario, evidence []byte, err error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, nil, fmt.Errorf("unpack the result: %w", err)
	}
	var r result
	if err := gob.NewDecoder(io.LimitReader(zip, mostUnpacked)).Decode(&r); err != nil {
		return nil, nil, fmt.Errorf("unpack the result: %w", err)
	}
	run, err := shardfile.Unmarshal(r.Run)
	if err != nil {
		return nil, nil, err
	}
	if len(run.Scenarios) != 1 {
		return nil, nil, fmt.Errorf("the result of a scenario has %d scenarios", len(run.Scenarios))
	}
	return run.Scenarios[0], r.Evidence, nil
}
