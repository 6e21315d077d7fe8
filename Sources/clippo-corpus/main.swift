import Console

ClippoCorpus.main()
