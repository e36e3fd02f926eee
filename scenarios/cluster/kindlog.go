package cluster

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kind/pkg/log"
)

// kindLog reports the steps of kind as steps, and its warnings as lines.
type kindLog struct{ progress Progress }

func newKindLog(p Progress) log.Logger { return kindLog{p} }

// Warn implements log.Logger.
func (l kindLog) Warn(message string) { l.progress.Info("kind: " + strings.TrimSpace(message)) }

// Warnf implements log.Logger.
func (l kindLog) Warnf(format string, args ...any) { l.Warn(fmt.Sprintf(format, args...)) }

// Error implements log.Logger.
func (l kindLog) Error(message string) { l.Warn(message) }

// Errorf implements log.Logger.
func (l kindLog) Errorf(format string, args ...any) { l.Warnf(format, args...) }

// V implements log.Logger. Only messages of level 0 are reported.
func (l kindLog) V(level log.Level) log.InfoLogger { return kindInfo{l.progress, level <= 0} }

type kindInfo struct {
	progress Progress
	enabled  bool
}

// Enabled implements log.InfoLogger.
func (l kindInfo) Enabled() bool { return l.enabled }

// Info implements log.InfoLogger. kind announces a step with a bullet and repeats it with a tick when it is done; only the
// announcement is used.
func (l kindInfo) Info(message string) {
	step, ok := strings.CutPrefix(strings.TrimSpace(message), "• ")
	if !l.enabled || !ok {
		return
	}
	words := strings.FieldsFunc(step, func(r rune) bool { return r > 0x2000 || r == ' ' })
	text := strings.TrimRight(strings.Join(words, " "), " .")
	if text != "" {
		l.progress.Step("kind: " + strings.ToLower(text[:1]) + text[1:])
	}
}

// Infof implements log.InfoLogger.
func (l kindInfo) Infof(format string, args ...any) { l.Info(fmt.Sprintf(format, args...)) }
