//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// evidenceRuns is the number of runs whose evidence is kept; see docs/replay.md.
const evidenceRuns = 10

// byThemselves are objects that change when parts of the control plane restart: leader election, and certificate signing requests,
// which are removed after an hour. A machine that starts has a new network, and kubelets remove the folders of pods late.
var byThemselves = []string{
	"leases.coordination.k8s.io kube-system/", "certificatesigningrequests.certificates.k8s.io ",
	"endpoints kube-system/", "endpointslices.discovery.k8s.io kube-system/",
}

func (w whole) withoutRestarts() whole {
	rest := whole{}
next:
	for what, like := range w {
		for _, prefix := range byThemselves {
			if strings.HasPrefix(what, prefix) {
				continue next
			}
		}
		if _, fact, of := strings.Cut(what, ", "); of {
			for _, made := range []string{"addresses: ", "routes: ", "packets: ", "interfaces: ", "pods: "} {
				if strings.HasPrefix(fact, made) {
					continue next
				}
			}
		}
		rest[what] = like
	}
	return rest
}

// hereOf is what the runs have on this machine: files in their folders except evidence, processes, and containers.
func (e *endurance) hereOf() (whole, error) {
	here := whole{}
	err := filepath.WalkDir(e.dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(e.dir, path)
		if err != nil {
			return err
		}
		here["file "+name] = ""
		if strings.HasPrefix(name, filepath.Join(".gherkind", "runs")+string(filepath.Separator)) {
			delete(here, "file "+name)
			return fs.SkipDir
		}
		if filepath.Dir(name) == filepath.Join("cache", "gherkind", "runs") {
			delete(here, "file "+name) // those of killed runs are kept, so that their clusters are deleted; see package inuse
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := e.addProcesses(here); err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(e.t.Context(), "docker", "ps", "--all", "--format", "{{.Names}}", "--filter", "name="+e.cluster.Name).Output()
	for name := range strings.FieldsSeq(string(out)) {
		here["container of this machine "+name] = ""
	}
	return here, err
}

// addProcesses adds the processes that a run has started, which have its environment.
func (e *endurance) addProcesses(here whole) error {
	processes, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		return err
	}
	for _, environ := range processes {
		variables, err := os.ReadFile(environ)
		if err != nil || !bytes.Contains(variables, []byte("TMPDIR="+e.temporary())) {
			continue // it has ended, or belongs to another user
		}
		command, err := os.ReadFile(filepath.Join(filepath.Dir(environ), "cmdline"))
		if err != nil || len(command) == 0 {
			continue
		}
		here[fmt.Sprintf("process %s: %s", filepath.Base(filepath.Dir(environ)), bytes.ReplaceAll(command, []byte{0}, []byte(" ")))] = ""
	}
	return nil
}

func (e *endurance) temporary() string { return filepath.Join(e.dir, "tmp") }

// evidence fails the test if the evidence of too many runs is kept.
func (e *endurance) evidence() {
	e.t.Helper()
	runs, err := os.ReadDir(filepath.Join(e.dir, ".gherkind", "runs"))
	if err != nil {
		e.t.Fatal(err)
	}
	if len(runs) > evidenceRuns+1 {
		e.t.Errorf("%d runs keep their evidence", len(runs))
	}
}
