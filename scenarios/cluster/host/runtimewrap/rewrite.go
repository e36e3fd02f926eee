//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
)

// rewriteFile reduces the request to what the host can provide.
func rewriteFile(file string, isProcess bool, host limits) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read what to run: %w", err)
	}
	out, err := rewrite(data, isProcess, host)
	if err != nil {
		return fmt.Errorf("read what to run: %s: %w", file, err)
	}
	if bytes.Equal(out, data) {
		return nil
	}
	if err := os.WriteFile(file, out, 0o600); err != nil {
		return fmt.Errorf("write what to run: %w", err)
	}
	return nil
}

func rewrite(data []byte, isProcess bool, host limits) ([]byte, error) {
	var doc map[string]any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // a limit of 2^64-1 does not fit into a float64
	if err := decoder.Decode(&doc); err != nil {
		return nil, err
	}
	process := doc
	if !isProcess {
		process, _ = doc["process"].(map[string]any)
	}
	changed := dropCapabilities(process, host)
	if !host.caps["CAP_SYS_RESOURCE"] { // without it a hard limit cannot be raised
		changed = lowerRlimits(process, host) || changed
	}
	if !changed {
		return data, nil
	}
	return json.Marshal(doc)
}

func dropCapabilities(process map[string]any, host limits) (changed bool) {
	sets, _ := process["capabilities"].(map[string]any)
	for which, set := range sets {
		asked, _ := set.([]any)
		granted := make([]any, 0, len(asked))
		for _, c := range asked {
			// An unknown name is newer than this program: it is left to runc.
			if name, _ := c.(string); host.caps[name] || !known(host, name) {
				granted = append(granted, c)
			}
		}
		if len(granted) < len(asked) {
			sets[which], changed = granted, true
		}
	}
	return changed
}

func known(host limits, name string) bool {
	_, ok := host.caps[name]
	return ok
}

// lowerRlimits reduces limits that exceed the host's hard limit.
func lowerRlimits(process map[string]any, host limits) (changed bool) {
	list, _ := process["rlimits"].([]any)
	for _, item := range list {
		limit, _ := item.(map[string]any)
		name, _ := limit["type"].(string)
		top, ok := host.hard(name)
		if !ok {
			continue
		}
		for _, key := range []string{"hard", "soft"} {
			number, _ := limit[key].(json.Number)
			if n, err := strconv.ParseUint(number.String(), 10, 64); err == nil && n > top {
				limit[key], changed = json.Number(strconv.FormatUint(top, 10)), true
			}
		}
	}
	return changed
}
