// Package chinese has the patterns and descriptions of the steps in Simplified Chinese: one file in zh-CN for each part of the
// vocabulary, and language.yaml for the endings and for listings. A translation is data: it does not change what a step does.
package chinese
