// Package chinese has the steps as they are written and described in Simplified Chinese: one file of zh-CN for each part of the
// vocabulary, and language.yaml for what stands around steps. A translation is data: it says nothing of what a step does.
package chinese
