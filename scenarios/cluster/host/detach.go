package host

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// detach starts dockerd in its own session, with its output in gherkind's log file, so that it outlives this process. The channel
// receives when it exits while this process is running.
func detach() (<-chan error, error) {
	if err := errors.Join(os.MkdirAll(StateDir, 0o755), removeStalePIDs("/var/run", "/proc")); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(daemonLog, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the log of dockerd: %w", err)
	}
	defer log.Close()
	cmd := exec.Command("dockerd") //nolint:noctx // it must outlive this process
	cmd.Dir = "/"
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = ownSession()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	exited := make(chan error, 1)
	go func() {
		err := cmd.Wait()
		if err == nil {
			err = errors.New("exit status 0")
		}
		exited <- err
	}()
	return exited, nil
}

// removeStalePIDs removes the PID files of a killed daemon, or of one from before a reboot: dockerd would take any living process
// with that number for a daemon.
func removeStalePIDs(run, proc string) error {
	for file, name := range map[string]string{
		"docker.pid":                       "dockerd",
		"docker/containerd/containerd.pid": "containerd",
	} {
		file = filepath.Join(run, file)
		p, err := namedBy(file, proc)
		if err != nil {
			return err
		}
		if p != nil && p.name == name {
			continue
		}
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove a stale file: %w", err)
		}
	}
	return nil
}
